"""What a Spark driver and its executors write in the demo's logs: start-up, stages of tasks, noise, and the end."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.demo_log_lines import CONTEXT, EXECUTOR, LAUNCHER, SCHEDULER, STAGES, UPLOADER, Log

COMMAND = (
    "/usr/lib/jvm/java-17-amazon-corretto/bin/java -cp /tmp:/opt/aws_glue_connectors/selected/*:/opt/amazon/lib/* "
    "-Dlog4j2.configurationFile=log4j2 -server -XX:+UseG1GC -XX:OnOutOfMemoryError=kill\\ -9\\ %p "
    "-Djavax.net.ssl.trustStore=/opt/amazon/certs/AWSTrustStore.jks "
    "-Djavax.net.ssl.trustStorePassword=demo-not-a-password -Dspark.driver.cores=8 -Dspark.executor.cores=8 "
    "com.amazonaws.services.glue.PrepareLaunch --conf spark.glue.JOB_NAME={job} --conf spark.glue.JOB_RUN_ID={run} "
    "--job-language python --scriptLocation s3://demo-retail-lake-111122223333/code/{script} --JOB_NAME {job}"
)
START_UP = [
    ("INFO", "com.amazonaws.services.glue.utils.AWSGlueDataCatalogUtils", "Using Glue Data Catalog as the metastore"),
    ("INFO", LAUNCHER, "Waiting for the driver to come up"),
    ("INFO", "com.amazonaws.services.glue.PythonModuleInstaller", "No additional modules to install"),
    ("INFO", "com.amazonaws.services.glue.AnalyzerLogHelper$", "Loaded 14 FailureAnalysisRules of drools"),
    ("INFO", CONTEXT, "Running Spark version 3.5.4-amzn-0"),
    ("INFO", CONTEXT, "Submitted application: nativespark-{job}-{run}"),
    ("INFO", "org.apache.spark.SecurityManager", "Changing view acls to: hadoop,spark"),
    ("INFO", "org.apache.spark.util.Utils", "Successfully started service 'sparkDriver' on port 38223."),
    ("INFO", "org.apache.spark.storage.BlockManagerMaster", "Registering BlockManager BlockManagerId(driver)"),
    ("WARN", "org.apache.hadoop.util.NativeCodeLoader", "Unable to load native-hadoop library for your platform"),
    ("INFO", "org.apache.spark.sql.internal.SharedState", "Warehouse path is 'file:/tmp/spark-warehouse'."),
]
SLF4J = """\
SLF4J: Class path contains multiple SLF4J bindings.
SLF4J: Found binding in [jar:file:/opt/amazon/lib/slf4j-reload4j.jar!/org/slf4j/impl/StaticLoggerBinder.class]"""
NOISE = [
    ("INFO", "org.apache.spark.storage.BlockManagerInfo", "Removed broadcast_{n}_piece0 on {ip}:41675 in memory"),
    ("INFO", STAGES, "Submitting {n} missing tasks from MapPartitionsRDD[{n}]"),
    ("INFO", "org.apache.spark.MapOutputTrackerMasterEndpoint", "Asked to send map output locations to {ip}:53218"),
    ("INFO", "org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator", "Code generated in {n}.417 ms"),
    ("INFO", "com.amazon.ws.emr.hadoop.fs.s3n.S3NativeFileSystem", "Opening 's3://demo-retail-lake/part-{n}'"),
]
TRANSPORT = "org.apache.spark.network.server.TransportRequestHandler"
CLOSED_CHANNEL = """\
Error sending result ChunkFetchSuccess[streamChunkId=StreamChunkId[streamId=5,chunkIndex=0]] to /172.31.44.12:51632; \
closing connection
io.netty.channel.StacklessClosedChannelException
\tat io.netty.channel.AbstractChannel.close(ChannelPromise)(Unknown Source)"""
DISPATCHER = "dispatcher-CoarseGrainedScheduler"


@dataclass
class Executors:
    """The addresses of a run's executors, from 1 on."""

    count: int
    network: int = 44
    first: int = 10
    lost: list[int] = field(default_factory=list)

    def ip(self, number: int) -> str:
        return f"172.31.{self.network}.{self.first + (number - 1) % self.count * 7 % 90}"

    def any(self, rng: random.Random) -> int:
        return rng.choice([number for number in range(1, self.count + len(self.lost) + 1) if number not in self.lost])


def start_up(log: Log, at: datetime, job: str, run: str) -> datetime:
    """What comes before the script, and when that is over."""
    script = f"{job.replace('-', '_')}.py"
    log.plain(at, COMMAND.format(job=job, run=run, script=script))
    log.plain(at + timedelta(milliseconds=5), SLF4J)
    for number, (level, logger, said) in enumerate(START_UP):
        log.add(at + timedelta(seconds=1 + 0.7 * number), level, logger, said.format(job=job, run=run))
    return at + timedelta(seconds=10)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage's tasks between two moments; `first_task` is the id (TID) of the first."""

    number: int
    tasks: int
    first_task: int
    begin: datetime
    end: datetime
    total: int = 0
    """Tasks of the whole stage; 0: as many as are started."""


def run_stage(log: Log, stage: Stage, executors: Executors, rng: random.Random, *, ends: int | None = None) -> None:
    """Starts and finishes of the tasks, `ends` of which finish, and the noise between them."""
    span = stage.end - stage.begin
    total = stage.total or stage.tasks
    where = f"stage {stage.number}.0"
    starts = sorted(stage.begin + span * rng.randrange(850) / 1000 for _ in range(stage.tasks))
    finishes: list[tuple[datetime, str, str]] = []
    log.add(stage.begin, "INFO", STAGES, f"Submitting {total} missing tasks from {where}")
    for task, at in enumerate(starts):
        executor = executors.any(rng)
        named = f"task {task}.0 in {where} (TID {stage.first_task + task})"
        place = f"({executors.ip(executor)}, executor {executor}, partition {task}, PROCESS_LOCAL, 92{total} bytes)"
        log.add(at, "INFO", SCHEDULER, f"Starting {named} {place}", DISPATCHER)
        if ends is None or task < ends:
            took = (stage.end - at) * rng.randrange(10, 90) / 100
            took_ms = round(took / timedelta(milliseconds=1))
            finishes.append((at + took, named, f"in {took_ms} ms on {executors.ip(executor)} (executor {executor})"))
    for done, (at, named, where_done) in enumerate(sorted(finishes), 1):
        log.add(at, "INFO", SCHEDULER, f"Finished {named} {where_done} ({done}/{total})", "task-result-getter-2")
    for _ in range(max(2, stage.tasks // 3)):
        level, logger, said = rng.choice(NOISE)
        said = said.format(n=rng.randrange(1, 30), ip=executors.ip(executors.any(rng)))
        log.add(stage.begin + span * rng.random(), level, logger, said)


def run_stages(
    log: Log, begin: datetime, end: datetime, counts: Sequence[int], executors: Executors, rng: random.Random
) -> int:
    """One stage after the other in equal times, and the id of the task that would come next."""
    step = (end - begin) / len(counts)
    first = 0
    for number, tasks in enumerate(counts):
        at = begin + step * number
        run_stage(log, Stage(number=number, tasks=tasks, first_task=first, begin=at, end=at + step), executors, rng)
        first += tasks
    return first


def shut_down(log: Log, at: datetime) -> None:
    """How a run ends whose script has ended well."""
    log.add(at, "INFO", CONTEXT, "SparkContext is stopping with exitCode 0.")
    log.add(at + timedelta(seconds=0.4), "INFO", LAUNCHER, "postprocessing")
    log.add(
        at + timedelta(seconds=0.6),
        "INFO",
        UPLOADER,
        "uploading /tmp/spark-event-logs/ to s3",
    )


def executor_log(log: Log, at: datetime, tasks: Sequence[tuple[datetime, str]], rng: random.Random) -> None:
    """An executor's start-up and its tasks, each named as "task 5.0 in stage 3.0 (TID 97)"."""
    backend = "org.apache.spark.executor.CoarseGrainedExecutorBackend"
    log.plain(at, SLF4J)
    log.add(at + timedelta(seconds=2), "INFO", backend, "Successfully registered with driver", "dispatcher-Executor")
    for began, task in tasks:
        log.add(began, "INFO", EXECUTOR, f"Running {task}", "Executor task launch worker")
        took = timedelta(seconds=rng.uniform(1, 40))
        said = f"Finished {task}. {rng.randrange(1200, 9800)} bytes result sent to driver"
        log.add(began + took, "INFO", EXECUTOR, said, "Executor task launch worker")
