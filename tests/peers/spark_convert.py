"""Converts with Apache Spark, as a job on two executors would; prints one object of JSON.

python tests/peers/spark_convert.py FOLDER < ORDERS

FOLDER takes what is made. ORDERS are an array of objects: `out`, `source`, `to` and `on_error`, as
`pharmakon.convert_spark` takes them; with `kill`, an executor is killed while parts are being written,
and with `own`, the functions for jobs of one's own are used. For each order the answer holds, by `out`,
the counts, or `error` and its findings; with `kill` also all names of attempts that were seen.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark import SparkContext

    from pharmakon.findings import Finding

ROOT = Path(__file__).resolve().parents[2]
TOOLKIT = str(ROOT / "toolkit")
SIZE = 1 << 20
LOG = """rootLogger.level = off
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n
"""
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.extraJavaOptions": JAVA,
    "spark.executorEnv.PYTHONPATH": TOOLKIT,
    "spark.sql.files.maxPartitionBytes": str(SIZE),
}


def prepare(home: Path) -> None:
    """Makes a home of Spark, for executors write into it, and lets nothing leave this machine."""
    import pyspark

    package = Path(pyspark.__file__).parent
    home.mkdir()
    for name in ("bin", "jars", "python"):
        (home / name).symlink_to(package / name)
    (home / "conf").mkdir()
    (home / "conf" / "log4j2.properties").write_text(LOG, encoding="utf-8")
    os.environ.pop("SPARK_CONF_DIR", None)
    os.environ.update(
        SPARK_HOME=str(home),
        SPARK_LOCAL_IP="127.0.0.1",
        SPARK_LOCAL_HOSTNAME="localhost",
        PYSPARK_PYTHON=sys.executable,
        PYSPARK_DRIVER_PYTHON=sys.executable,
    )


@contextmanager
def spark(folder: Path) -> Iterator[SparkContext]:
    """Two executors with a core each, and a driver."""
    prepare(folder / "home")
    from pyspark import SparkConf, SparkContext

    conf = SparkConf().setMaster("local-cluster[2,1,1024]").setAppName("pharmakon")
    context = SparkContext(conf=conf.setAll([*SETTINGS.items(), ("spark.local.dir", str(folder / "local"))]))
    try:
        yield context
    finally:
        gateway = context._gateway
        context.stop()
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait(30)


def executors(context: SparkContext) -> list[int]:
    """The numbers of the processes of executors that this context has started, and nobody else."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == context._gateway.proc.pid and b"CoarseGrainedExecutorBackend" in words:
            found.append(int(process.name))
    return sorted(found)


def slow(finding: Finding) -> bytes:
    """Spells a finding, and takes its time, so that a part is still being written when its executor dies."""
    from pharmakon.api.spreading import spelled

    time.sleep(0.05)
    return spelled(finding)


class Killer(threading.Thread):
    """Kills an executor as soon as one part is written and others have begun; notes all attempts.

    Args:
        context: Whose executors.
        beside: Where attempts are.
    """

    def __init__(self, context: SparkContext, beside: Path) -> None:
        super().__init__(daemon=True)
        self.context, self.beside = context, beside
        self.done = threading.Event()
        self.seen: set[str] = set()
        self.killed: list[int] = []

    def run(self) -> None:
        """Looks again and again."""
        while not self.done.wait(0.02):
            self.seen |= {each.name for each in self.beside.glob("part-*")}
            if len(self.seen) >= 4 and not self.killed:
                self.killed = executors(self.context)[:1]
                for each in self.killed:
                    os.kill(each, signal.SIGKILL)


def killed(order: dict[str, Any], context: SparkContext, out: Path) -> dict[str, Any]:
    """A conversion in the midst of which an executor is killed."""
    from pharmakon.api.building import Tree
    from pharmakon.api.spreading import parts_report
    from pharmakon.engines import spark
    from pharmakon.engines.batch import Work
    from pharmakon.graph import Naming

    killer = Killer(context, out.with_name(f".{out.name}.attempts"))
    killer.start()
    try:
        work = Work(order["to"], Naming(), "", order["on_error"])
        manifest = spark.convert(context, [order["source"]], out, work, slow, size=SIZE)
    finally:
        killer.done.set()
        killer.join()
    report, refused = parts_report(Tree(out, manifest))
    said = {"seen": sorted(killer.seen), "killed": len(killer.killed)}
    return {"records": report.records, "refused": refused, **said}


def converted(order: dict[str, Any], context: SparkContext, out: Path) -> dict[str, Any]:
    """A conversion as anybody would ask for it."""
    from pharmakon.api import convert_spark, parts_report

    choice = {"on_error": order["on_error"], "size": order.get("size", SIZE)}
    tree = convert_spark(order["source"], order["to"], out, context=context, **choice)
    report, refused = parts_report(tree)
    return {"records": report.records, "refused": refused, "found": len(report.findings)}


def own(order: dict[str, Any], context: SparkContext, out: Path) -> dict[str, Any]:
    """What a job of one's own learns without writing anything."""
    from pharmakon.engines import spark
    from pharmakon.engines.batch import Work
    from pharmakon.graph import Naming

    work = Work(order["to"], Naming(), "", "skip")
    lines = spark.spread(context, [order["source"]], SIZE)
    plan = spark.settled(lines, work)
    judged = spark.judged(lines, plan, work)
    records = judged.map(lambda batch: batch.records).sum()
    codes = judged.flatMap(lambda batch: [each.code for each in batch.findings]).countByValue()
    return {"records": records, "codes": dict(codes)}


def answered(order: dict[str, Any], context: SparkContext, folder: Path) -> dict[str, Any]:
    """What became of an order, and how long it took."""
    from pharmakon.api.spreading import spelled
    from pharmakon.errors import InvalidDataset, PharmakonError

    out = folder / order["out"]
    began = time.monotonic()
    act = killed if order.get("kill") else own if order.get("own") else converted
    try:
        said = act(order, context, out)
    except InvalidDataset as error:
        said = {"error": str(error), "findings": [json.loads(spelled(each)) for each in error.findings]}
    except PharmakonError as error:
        said = {"error": str(error)}
    left = sorted(each.name for each in folder.glob(f".{order['out']}.*"))
    return {**said, "seconds": round(time.monotonic() - began, 1), "there": out.exists(), "left": left}


def main(folder: Path) -> None:
    """Prints the answers."""
    sys.path[:0] = [TOOLKIT]
    orders = json.load(sys.stdin)
    with spark(folder) as context:
        print(json.dumps({each["out"]: answered(each, context, folder) for each in orders}))  # noqa: T201


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]).absolute())
    except Exception:  # noqa: BLE001 - it is told
        traceback.print_exc()
        sys.exit(1)
