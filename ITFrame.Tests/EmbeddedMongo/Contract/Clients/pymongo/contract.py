"""Runs the contract's scenarios with pymongo: one line of JSON a scenario on standard output.

Arguments: connection string, prefix of the databases' names, scenario files.
"""

import hashlib
import os
import sys
import time
import traceback

import gridfs
import pymongo
from bson import json_util
from bson.codec_options import CodecOptions
from pymongo import IndexModel, MongoClient, ReturnDocument, WriteConcern
from pymongo.errors import BulkWriteError, OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern

CANONICAL = json_util.JSONOptions(json_mode=json_util.JSONMode.CANONICAL, tz_aware=True)
UTC = CodecOptions(tz_aware=True)

RENAMED = {
    "arrayFilters": "array_filters",
    "batchSize": "batch_size",
    "maxTimeMS": "max_time_ms",
    "returnKey": "return_key",
    "fullDocument": "full_document",
    "resumeAfter": "resume_after",
    "startAfter": "start_after",
    "startAtOperationTime": "start_at_operation_time",
    "maxAwaitTimeMS": "max_await_time_ms",
}


def named(options):
    """The options under the driver's names, with a hint by key as the driver wants it."""
    return {RENAMED.get(name, name): pairs(value) if name == "hint" and not isinstance(value, str) else value for name, value in options.items()}


def pairs(keys):
    return list(keys.items()) if keys else None


class Scenario:
    def __init__(self, client, database):
        self.client = client
        self.name = database
        self.cursors, self.sessions, self.streams, self.saved = {}, {}, {}, {}

    def run(self, step):
        options = {}
        concerns = step.get("concerns", {})
        if "readConcern" in concerns:
            options["read_concern"] = ReadConcern(concerns["readConcern"])
        if "writeConcern" in concerns:
            options["write_concern"] = WriteConcern(**concerns["writeConcern"])
        if "readPreference" in concerns:
            options["read_preference"] = getattr(pymongo.ReadPreference, concerns["readPreference"].replace("Preferred", "_preferred").upper())
        database = self.client.get_database(self.name, codec_options=UTC)
        context = Context(self, step, database, database.get_collection(step.get("in", "c"), **options))
        result = getattr(context, step["do"])(**self.substitute(step.get("with", {})))
        for name, path in step.get("save", {}).items():
            value = result
            for part in path.split("."):
                value = value[int(part) if isinstance(value, list) else part]
            self.saved[name] = value
        return result

    def substitute(self, value):
        if isinstance(value, list):
            return [self.substitute(item) for item in value]
        if isinstance(value, dict):
            return self.saved[value["$$saved"]] if "$$saved" in value else type(value)((name, self.substitute(item)) for name, item in value.items())
        return value

    def close(self):
        for opened in [*self.cursors.values(), *self.streams.values()]:
            opened.close()
        for session in self.sessions.values():
            session.end_session()
        self.client.drop_database(self.name)


class Context:
    """One step; each method is an operation of the contract."""

    def __init__(self, scenario, step, database, collection):
        self.scenario, self.step, self.database, self.collection = scenario, step, database, collection
        self.session = scenario.sessions[step["session"]] if "session" in step else None

    def insertOne(self, document, **rest):
        return {"insertedId": self.collection.insert_one(document, session=self.session, **self.bypass(rest)).inserted_id}

    def insertMany(self, documents, **rest):
        return {"insertedCount": len(self.collection.insert_many(documents, session=self.session, **self.bypass(rest)).inserted_ids)}

    def find(self, filter=None, **rest):
        return list(self.query(filter, rest))

    def aggregate(self, pipeline, onDatabase=False, **rest):
        if onDatabase:
            # Its own helper would run $currentOp on this database; a command goes where the stage has to.
            return self.database.command("aggregate", 1, pipeline=pipeline, cursor={})["cursor"]["firstBatch"]
        return list(self.collection.aggregate(pipeline, session=self.session, **rest))

    def count(self, filter=None, **rest):
        return self.collection.count_documents(filter or {}, session=self.session, **rest)

    def estimatedCount(self):
        return self.collection.estimated_document_count()

    def distinct(self, key, filter=None, **rest):
        return self.collection.distinct(key, filter, session=self.session, **rest)

    def updateOne(self, filter, update, **rest):
        return self.counts(self.collection.update_one(filter, update, session=self.session, **named(self.bypass(rest))))

    def updateMany(self, filter, update, **rest):
        return self.counts(self.collection.update_many(filter, update, session=self.session, **named(self.bypass(rest))))

    def replaceOne(self, filter, replacement, **rest):
        return self.counts(self.collection.replace_one(filter, replacement, session=self.session, **named(self.bypass(rest))))

    def deleteOne(self, filter, **rest):
        return {"deleted": self.collection.delete_one(filter, session=self.session, **named(rest)).deleted_count}

    def deleteMany(self, filter, **rest):
        return {"deleted": self.collection.delete_many(filter, session=self.session, **named(rest)).deleted_count}

    def findOneAndUpdate(self, filter, update, returnNew=False, sort=None, **rest):
        return self.collection.find_one_and_update(filter, update, sort=pairs(sort), return_document=self.which(returnNew), session=self.session, **named(rest))

    def findOneAndReplace(self, filter, replacement, returnNew=False, sort=None, **rest):
        return self.collection.find_one_and_replace(filter, replacement, sort=pairs(sort), return_document=self.which(returnNew), session=self.session, **rest)

    def findOneAndDelete(self, filter, sort=None, **rest):
        return self.collection.find_one_and_delete(filter, sort=pairs(sort), session=self.session, **rest)

    def bulkWrite(self, requests, ordered=True):
        result = self.collection.bulk_write([self.model(*next(iter(request.items()))) for request in requests], ordered=ordered, session=self.session)
        return {
            "inserted": result.inserted_count,
            "matched": result.matched_count,
            "modified": result.modified_count,
            "deleted": result.deleted_count,
            "upserted": result.upserted_count,
        }

    def clientBulkWrite(self, models, ordered=True):
        # This version of the driver is older than the command.
        names = list(dict.fromkeys(model["in"] for model in models))
        operations = []
        for model in models:
            where, kind = names.index(model["in"]), model["do"]
            rest = {name: value for name, value in model.items() if name not in ("in", "do", "update", "replacement", "document", "filter")}
            if kind == "insertOne":
                operations.append({"insert": where, "document": model["document"]})
            elif kind.startswith("delete"):
                operations.append({"delete": where, "filter": model["filter"], "multi": kind == "deleteMany", **rest})
            else:
                change = model.get("update", model.get("replacement"))
                operations.append({"update": where, "filter": model["filter"], "updateMods": change, "multi": kind == "updateMany", **rest})
        reply = self.scenario.client.admin.command(
            "bulkWrite", 1, ops=operations, nsInfo=[{"ns": f"{self.scenario.name}.{name}"} for name in names], ordered=ordered, session=self.session
        )
        failed = [result for result in reply["cursor"]["firstBatch"] if not result["ok"]]
        if failed:
            raise BulkWriteError({"writeErrors": [{"index": result["idx"], "code": result["code"]} for result in failed]})
        return {name: reply["n" + name.capitalize()] for name in ("inserted", "matched", "modified", "deleted", "upserted")}

    def createCollection(self, **options):
        self.database.create_collection(self.collection.name, session=self.session, **options)

    def drop(self):
        self.collection.drop()

    def dropDatabase(self):
        self.scenario.client.drop_database(self.scenario.name)

    def rename(self, to, **rest):
        self.collection.rename(to, **rest)

    def createIndexes(self, indexes):
        return self.collection.create_indexes([IndexModel(pairs(index["key"]), **{name: value for name, value in index.items() if name != "key"}) for index in indexes], session=self.session)

    def dropIndex(self, name):
        self.collection.drop_index(name)

    def indexes(self):
        return sorted(self.collection.list_indexes(), key=lambda index: index["name"])

    def collections(self, filter=None, nameOnly=False):
        return sorted(self.database.list_collections(filter=filter or {}, nameOnly=nameOnly), key=lambda collection: collection["name"])

    def databases(self, **rest):
        return list(self.scenario.client.list_databases(**rest))

    def command(self, command, on=None):
        database = self.scenario.client.get_database(on, codec_options=UTC) if on else self.database
        return database.command(command, session=self.session)

    def explain(self, filter=None, **rest):
        return self.query(filter, rest).explain()

    def openCursor(self, filter=None, **rest):
        name = rest.pop("as")
        self.scenario.cursors[name] = self.query(filter, rest)

    def next(self, cursor, count):
        found = []
        for document in self.scenario.cursors[cursor]:
            found.append(document)
            if len(found) == count:
                break
        return found

    def closeCursor(self, cursor):
        self.scenario.cursors[cursor].close()

    def startSession(self, causalConsistency=True, **rest):
        name = rest.pop("as")
        self.scenario.sessions[name] = self.scenario.client.start_session(causal_consistency=causalConsistency, **rest)

    def endSession(self, name):
        self.scenario.sessions[name].end_session()

    def startTransaction(self, readConcern=None, writeConcern=None):
        self.session.start_transaction(
            read_concern=ReadConcern(readConcern) if readConcern else None, write_concern=WriteConcern(**writeConcern) if writeConcern else None
        )

    def commitTransaction(self):
        self.session.commit_transaction()

    def abortTransaction(self):
        self.session.abort_transaction()

    def withTransaction(self, steps):
        return self.session.with_transaction(lambda _: [self.scenario.run({**step, "session": self.step["session"]}) for step in steps])

    def watch(self, scope="collection", pipeline=None, **rest):
        name = rest.pop("as")
        target = {"client": self.scenario.client, "database": self.database, "collection": self.collection}[scope]
        self.scenario.streams[name] = target.watch(pipeline or [], **named(rest))

    def nextChange(self, **rest):
        return next(self.scenario.streams[rest["from"]])

    def closeWatch(self, name):
        self.scenario.streams[name].close()

    def upload(self, name, size, chunkSizeBytes=None):
        options = {"chunk_size_bytes": chunkSizeBytes} if chunkSizeBytes else {}
        gridfs.GridFSBucket(self.database).upload_from_stream(name, bytes(i % 251 for i in range(size)), **options)

    def download(self, name):
        data = gridfs.GridFSBucket(self.database).open_download_stream_by_name(name).read()
        return {"length": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    def files(self):
        return [{"filename": file.filename, "length": file.length} for file in gridfs.GridFSBucket(self.database).find({}).sort("filename", 1)]

    def deleteFile(self, name):
        bucket = gridfs.GridFSBucket(self.database)
        bucket.delete(next(bucket.find({"filename": name}))._id)

    def waitForCount(self, filter, count):
        while self.collection.count_documents(filter) != count:
            time.sleep(0.1)
        return count

    def incrementThroughStepDown(self, times, at):
        for i in range(times):
            if i == at:
                try:
                    self.scenario.client.admin.command("replSetStepDown", 5, secondaryCatchUpPeriodSecs=5)
                except pymongo.errors.AutoReconnect:
                    pass  # The server may close the connection that asked for it.
            self.collection.update_one({"_id": "counter"}, {"$inc": {"n": 1}}, upsert=True)
        return self.collection.find_one({"_id": "counter"})

    def query(self, filter, rest):
        rest = dict(rest)
        hint = rest.pop("hint", None)
        cursor = self.collection.find(filter or {}, sort=pairs(rest.pop("sort", None)), session=self.session, **named(rest))
        return cursor if hint is None else cursor.hint(hint if isinstance(hint, str) else pairs(hint))

    def model(self, kind, given):
        kinds = {
            "insertOne": pymongo.InsertOne,
            "updateOne": pymongo.UpdateOne,
            "updateMany": pymongo.UpdateMany,
            "replaceOne": pymongo.ReplaceOne,
            "deleteOne": pymongo.DeleteOne,
            "deleteMany": pymongo.DeleteMany,
        }
        return kinds[kind](**named(given))

    @staticmethod
    def which(returns_new):
        return ReturnDocument.AFTER if returns_new else ReturnDocument.BEFORE

    @staticmethod
    def bypass(options):
        return {"bypass_document_validation" if name == "bypassDocumentValidation" else name: value for name, value in options.items()}

    @staticmethod
    def counts(result):
        return {"matched": result.matched_count, "modified": result.modified_count, "upsertedId": result.upserted_id}


def describe(error):
    details = getattr(error, "details", None) or {}
    write_errors = details.get("writeErrors", []) if isinstance(error, BulkWriteError) else []
    return {
        "code": getattr(error, "code", None) if isinstance(error, OperationFailure) and not isinstance(error, BulkWriteError) else None,
        "codeName": details.get("codeName"),
        "message": str(error),
        "labels": list(getattr(error, "_error_labels", ())),
        "writeErrors": [{"index": entry["index"], "code": entry["code"]} for entry in write_errors],
    }


def run_scenario(client, steps, database):
    client.drop_database(database)
    scenario = Scenario(client, database)
    results = []
    try:
        for step in steps:
            try:
                results.append({"value": scenario.run(step)})
            except PyMongoError as error:
                results.append({"error": describe(error)})
                if "error" not in step:
                    break
    finally:
        scenario.close()
    return results


def main(uri, prefix, files):
    client = MongoClient(uri, socketTimeoutMS=60000)
    number = 0
    for file in files:
        with open(file, encoding="utf-8") as text:
            scenarios = json_util.loads(text.read(), json_options=json_util.JSONOptions(tz_aware=True))
        for scenario in scenarios:
            if "pymongo" not in scenario.get("clients", ["pymongo"]):
                continue
            line = {"scenario": f"{os.path.basename(file)[:-5]}: {scenario['name']}"}
            try:
                line["results"] = run_scenario(client, scenario["steps"], f"{prefix}_{number}")
            except Exception:
                line["failure"] = traceback.format_exc()
            number += 1
            print(json_util.dumps(line, json_options=CANONICAL), flush=True)
    client.close()


main(sys.argv[1], sys.argv[2], sys.argv[3:])
