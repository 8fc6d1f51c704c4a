"""Who a record is from: the script, something that failed, Glue and Spark, or their chatter."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from gluetui.glue.logs.cause_rules import LOST_FOR_GOOD, is_alarm
from gluetui.glue.logs.heads import ALARMING, TRACEBACK
from gluetui.glue.logs.records import Record


class Kind(IntEnum):
    """What a record is, the most wanted first."""

    SCRIPT = 0
    """What the script printed or logged."""
    ALARM = 1
    """An error or a trace, of whatever wrote it."""
    SYSTEM = 2
    """What Glue, Spark and the machine say."""
    CHATTER = 3
    """What they say of every task and block."""


class Noise(IntEnum):
    """How much of a log is shown, by the last kind that is."""

    ALL = Kind.CHATTER
    NO_CHATTER = Kind.SYSTEM
    SCRIPT_AND_ERRORS = Kind.ALARM


_CHATTERING = frozenset(
    {
        "AbstractConnector", "AnalyzerLogHelper", "BlockManager", "BlockManagerInfo", "BlockManagerMaster",
        "BlockManagerMasterEndpoint", "ClientConfigurationFactory", "CodeGenerator", "CodecPool", "ContextCleaner",
        "ContextHandler", "CoarseGrainedExecutorBackend", "DAGScheduler", "Executor", "ExecutorAllocationManager",
        "FailureAnalysisRules", "FileInputFormat", "FileOutputCommitter", "FileScanRDD", "FileSourceStrategy",
        "GlueCloudwatchSink", "GlueExceptionAnalysisListener", "HadoopRDD", "HeartbeatReceiver",
        "InMemoryFileIndex", "InternalParquetRecordReader", "JESSchedulerBackend", "KieContainer", "LogPusher",
        "MapOutputTracker", "MapOutputTrackerMaster", "MapOutputTrackerMasterEndpoint",
        "MapOutputTrackerWorker", "MemoryStore", "MultipartUploadOutputStream", "NewHadoopRDD",
        "OutputCommitCoordinator", "ParquetFileFormat", "ParquetWriteSupport", "PythonRunner", "ResourceProfile",
        "S3NativeFileSystem", "SQLHadoopMapReduceCommitProtocol", "SecurityManager", "ServerInfo",
        "ShuffleBlockFetcherIterator", "SparkContext", "SparkUI", "StateStore", "TaskMemoryManager",
        "TaskSchedulerImpl",
        "TaskSetManager", "TorrentBroadcast", "TransportClientFactory", "TransportRequestHandler", "Utils",
        "YarnAllocator", "YarnClusterScheduler", "SparkHadoopMapRedUtil", "SharedState",
    }
)  # fmt: skip
"""Classes of Spark's and Glue's that tell of every task, block and file; their WARN is no chatter."""

_LIBRARIES = (
    "py4j",
    "botocore",
    "boto3",
    "urllib3",
    "s3transfer",
    "s3fs",
    "fsspec",
    "asyncio",
    "matplotlib",
    "numexpr",
)
"""Python's loggers that a script does not write to itself."""

_SYSTEM_PACKAGE = re.compile(
    r"(?:org\.(?:apache|spark|sparkproject|eclipse|datanucleus|kie|drools)|com\.amazon(?:aws)?|io\.netty|software\.amazon"
    r"|javax?|scala|akka)\."
)
_SYSTEM_LINE = re.compile(
    r"java -|/usr/(?:lib|bin)/|SLF4J: |Container: container_"
    r"|WARNING: (?:An illegal|Illegal|Please|Use --|All illegal|Running pip)"
    r"|Preparing |log4j:|OpenJDK |Picked up |/tmp/runscript\.py|\[Stage \d|-XX:|Java HotSpot"
    r"|(?:Collecting|Downloading|Installing|Successfully installed|Requirement already|Looking in) "
)
"""Lines without a head that Java, pip and Glue write around a script."""

_GIVEN_TO_SCRIPTS = frozenset({"GlueLogger"})
"""The logger that Glue gives to scripts."""


def kind_of(record: Record) -> Kind:
    """Who a record is from, by its level, its logger and, without a head, its first words."""
    if _is_alarm(record):
        return Kind.ALARM
    if record.stream.source == "progress":
        return Kind.CHATTER
    if not record.logger:
        return Kind.SYSTEM if _SYSTEM_LINE.match(record.text) else Kind.SCRIPT
    return _kind_of_logger(record.logger, record.level)


def _is_alarm(record: Record) -> bool:
    text = record.text
    if record.level in ALARMING or TRACEBACK in text:
        return is_alarm(record)
    return (record.level != "INFO" and "\n\tat " in text and is_alarm(record)) or LOST_FOR_GOOD in text


@lru_cache(maxsize=1024)
def _kind_of_logger(logger: str, level: str | None) -> Kind:
    package, _, name = logger.rpartition(".")
    if name in _GIVEN_TO_SCRIPTS:
        return Kind.SCRIPT
    if name in _CHATTERING:
        return Kind.SYSTEM if level == "WARN" else Kind.CHATTER
    if logger.startswith(_LIBRARIES):
        return Kind.CHATTER
    if name[:1].isupper() and (package.count(".") < 1 or _SYSTEM_PACKAGE.match(logger)):
        return Kind.SYSTEM  # Spark shortens its packages to one word or none
    return Kind.SYSTEM if _SYSTEM_PACKAGE.match(logger) else Kind.SCRIPT
