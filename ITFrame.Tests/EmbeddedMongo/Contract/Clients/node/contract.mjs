// Runs the contract's scenarios with the driver of node.js: one line of JSON a scenario on standard output.
// Arguments: connection string, prefix of the databases' names, scenario files.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BSON, GridFSBucket, MongoClient, ReadConcern, ReadPreference, WriteConcern } from 'mongodb';

const { EJSON } = BSON;
const scenarioTimeout = 60_000;

const options = (session, given) => ({ ...(session ? { session } : {}), ...given });

const counts = result => ({ matched: result.matchedCount, modified: result.modifiedCount, upsertedId: result.upsertedId ?? null });

const bulkCounts = result => ({
  inserted: result.insertedCount, matched: result.matchedCount, modified: result.modifiedCount, deleted: result.deletedCount, upserted: result.upsertedCount,
});

const bytes = size => Buffer.from(Array.from({ length: size }, (_, i) => i % 251));

const collect = async stream => {
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const operations = {
  insertOne: async ({ collection, session }, { document, ...rest }) => ({ insertedId: (await collection.insertOne(document, options(session, rest))).insertedId }),
  insertMany: async ({ collection, session }, { documents, ...rest }) => ({ insertedCount: (await collection.insertMany(documents, options(session, rest))).insertedCount }),
  find: ({ collection, session }, { filter, ...rest }) => collection.find(filter ?? {}, options(session, rest)).toArray(),
  aggregate: ({ collection, database, session }, { pipeline, onDatabase, ...rest }) => (onDatabase ? database : collection).aggregate(pipeline, options(session, rest)).toArray(),
  count: ({ collection, session }, { filter, ...rest }) => collection.countDocuments(filter ?? {}, options(session, rest)),
  estimatedCount: ({ collection }) => collection.estimatedDocumentCount(),
  distinct: ({ collection, session }, { key, filter, ...rest }) => collection.distinct(key, filter ?? {}, options(session, rest)),
  updateOne: async ({ collection, session }, { filter, update, ...rest }) => counts(await collection.updateOne(filter, update, options(session, rest))),
  updateMany: async ({ collection, session }, { filter, update, ...rest }) => counts(await collection.updateMany(filter, update, options(session, rest))),
  replaceOne: async ({ collection, session }, { filter, replacement, ...rest }) => counts(await collection.replaceOne(filter, replacement, options(session, rest))),
  deleteOne: async ({ collection, session }, { filter, ...rest }) => ({ deleted: (await collection.deleteOne(filter, options(session, rest))).deletedCount }),
  deleteMany: async ({ collection, session }, { filter, ...rest }) => ({ deleted: (await collection.deleteMany(filter, options(session, rest))).deletedCount }),
  findOneAndUpdate: ({ collection, session }, { filter, update, returnNew, ...rest }) =>
    collection.findOneAndUpdate(filter, update, options(session, { ...rest, returnDocument: returnNew ? 'after' : 'before' })),
  findOneAndReplace: ({ collection, session }, { filter, replacement, returnNew, ...rest }) =>
    collection.findOneAndReplace(filter, replacement, options(session, { ...rest, returnDocument: returnNew ? 'after' : 'before' })),
  findOneAndDelete: ({ collection, session }, { filter, ...rest }) => collection.findOneAndDelete(filter, options(session, rest)),
  bulkWrite: async ({ collection, session }, { requests, ...rest }) => bulkCounts(await collection.bulkWrite(requests, options(session, rest))),
  clientBulkWrite: async ({ client, database, session }, { models, ...rest }) => {
    const named = models.map(({ in: name, do: kind, ...model }) => ({ namespace: `${database.databaseName}.${name}`, name: kind, ...model }));
    return bulkCounts(await client.bulkWrite(named, options(session, rest)));
  },
  createCollection: async ({ collection, database, session }, given) => void await database.createCollection(collection.collectionName, options(session, given)),
  drop: async ({ collection }) => void await collection.drop(),
  dropDatabase: async ({ database }) => void await database.dropDatabase(),
  rename: async ({ collection }, { to, ...rest }) => void await collection.rename(to, rest),
  createIndexes: ({ collection, session }, { indexes }) => collection.createIndexes(indexes, options(session, {})),
  dropIndex: async ({ collection }, { name }) => void await collection.dropIndex(name),
  indexes: async ({ collection }) => (await collection.listIndexes().toArray()).sort((left, right) => (left.name < right.name ? -1 : 1)),
  collections: async ({ database }, { filter, ...rest }) => (await database.listCollections(filter ?? {}, rest).toArray()).sort((left, right) => (left.name < right.name ? -1 : 1)),
  databases: async ({ client }, given) => (await client.db('admin').admin().listDatabases(given)).databases,
  command: ({ client, database, session }, { command, on, ...rest }) => (on ? client.db(on) : database).command(command, options(session, rest)),
  explain: ({ collection }, { filter, ...rest }) => collection.find(filter ?? {}, rest).explain('executionStats'),
  openCursor: async ({ collection, session, state }, { as, filter, ...rest }) => void (state.cursors[as] = collection.find(filter ?? {}, options(session, rest))),
  next: async ({ state }, { cursor, count }) => {
    const found = [];
    while (found.length < count) {
      const document = await state.cursors[cursor].next();
      if (document === null) {
        break;
      }
      found.push(document);
    }
    return found;
  },
  closeCursor: ({ state }, { cursor }) => state.cursors[cursor].close(),
  startSession: async ({ client, state }, { as, ...rest }) => void (state.sessions[as] = client.startSession(rest)),
  endSession: async ({ state }, { name }) => void await state.sessions[name].endSession(),
  startTransaction: async ({ session }, given) => session.startTransaction(concerns(given)),
  commitTransaction: async ({ session }) => void await session.commitTransaction(),
  abortTransaction: async ({ session }) => void await session.abortTransaction(),
  withTransaction: async (context, { steps }) => {
    let results;
    await context.session.withTransaction(async () => {
      results = [];
      for (const step of steps) {
        results.push(await run(context.state, { ...step, session: context.step.session }));
      }
    });
    return results;
  },
  watch: async ({ client, database, collection, state }, { as, scope, pipeline, ...rest }) => {
    const stream = { client, database, collection }[scope ?? 'collection'].watch(pipeline ?? [], rest);
    state.streams[as] = stream;
    // The server has the stream once it has answered, and an event that comes later is not missed. One may be there already.
    state.events[as] = await stream.tryNext();
  },
  nextChange: async ({ state }, { from }) => {
    const event = state.events[from] ?? await state.streams[from].next();
    state.events[from] = null;
    return event;
  },
  closeWatch: ({ state }, { name }) => state.streams[name].close(),
  upload: async ({ database }, { name, size, ...rest }) => {
    const stream = new GridFSBucket(database).openUploadStream(name, rest);
    await new Promise((resolve, reject) => stream.on('error', reject).on('finish', resolve).end(bytes(size)));
  },
  download: async ({ database }, { name }) => {
    const data = await collect(new GridFSBucket(database).openDownloadStreamByName(name));
    return { length: data.length, sha256: createHash('sha256').update(data).digest('hex') };
  },
  files: async ({ database }) => (await new GridFSBucket(database).find({}, { sort: { filename: 1 } }).toArray()).map(({ filename, length }) => ({ filename, length })),
  deleteFile: async ({ database }, { name }) => {
    const bucket = new GridFSBucket(database);
    const [file] = await bucket.find({ filename: name }).toArray();
    await bucket.delete(file._id);
  },
  waitForCount: async ({ collection }, { filter, count }) => {
    while (await collection.countDocuments(filter) !== count) {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    return count;
  },
  incrementThroughStepDown: async ({ client, collection }, { times, at }) => {
    for (let i = 0; i < times; i++) {
      if (i === at) {
        await client.db('admin').command({ replSetStepDown: 5, secondaryCatchUpPeriodSecs: 5 }).catch(error => {
          // The server may close the connection that asked for it.
          if (error.code) {
            throw error;
          }
        });
      }
      await collection.updateOne({ _id: 'counter' }, { $inc: { n: 1 } }, { upsert: true });
    }
    return collection.findOne({ _id: 'counter' });
  },
};

const concerns = ({ readConcern, writeConcern, readPreference, ...rest }) => ({
  ...rest,
  ...(readConcern ? { readConcern: ReadConcern.fromOptions({ readConcern: { level: readConcern } }) } : {}),
  ...(writeConcern ? { writeConcern: WriteConcern.fromOptions({ writeConcern }) } : {}),
  ...(readPreference ? { readPreference: ReadPreference.fromString(readPreference) } : {}),
});

const substitute = (value, saved) => {
  if (Array.isArray(value)) {
    return value.map(item => substitute(item, saved));
  }
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  return '$$saved' in value ? saved[value.$$saved] : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, substitute(item, saved)]));
};

async function run(state, step) {
  const database = state.client.db(state.database);
  const collection = database.collection(step.in ?? 'c', concerns(step.concerns ?? {}));
  const context = { state, step, client: state.client, database, collection, session: step.session ? state.sessions[step.session] : undefined };
  const result = await operations[step.do](context, substitute(step.with ?? {}, state.saved)) ?? null;
  for (const [name, path] of Object.entries(step.save ?? {})) {
    state.saved[name] = path.split('.').reduce((value, part) => value[part], result);
  }
  return result;
}

const describe = error => ({
  code: error.code ?? null,
  codeName: error.codeName ?? null,
  message: error.message,
  labels: [...(error.errorLabels ?? [])],
  writeErrors: [].concat(error.writeErrors instanceof Map ? [...error.writeErrors].map(([index, inner]) => ({ index, code: inner.code })) : (error.writeErrors ?? []).map(({ index, code }) => ({ index, code }))),
});

async function runScenario(client, scenario, database) {
  const state = { client, database, cursors: {}, sessions: {}, streams: {}, events: {}, saved: {} };
  const results = [];
  await client.db(database).dropDatabase();
  try {
    for (const step of scenario.steps) {
      try {
        results.push({ value: await run(state, step) });
      } catch (error) {
        results.push({ error: describe(error) });
        if (!step.error) {
          break;
        }
      }
    }
  } finally {
    await Promise.allSettled([...Object.values(state.cursors), ...Object.values(state.streams)].map(open => open.close()));
    await Promise.allSettled(Object.values(state.sessions).map(session => session.endSession()));
    await client.db(database).dropDatabase();
  }
  return results;
}

const withDeadline = (work, milliseconds) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [uri, prefix, ...files] = process.argv.slice(2);
  const client = new MongoClient(uri, { ignoreUndefined: true });
  let number = 0;
  for (const file of files) {
    for (const scenario of EJSON.parse(readFileSync(file, 'utf8'))) {
      const id = `${basename(file, '.json')}: ${scenario.name}`;
      if (scenario.clients && !scenario.clients.includes('node')) {
        continue;
      }
      const line = await withDeadline(runScenario(client, scenario, `${prefix}_${number++}`), scenarioTimeout)
        .then(results => ({ scenario: id, results }), error => ({ scenario: id, failure: error.stack ?? String(error) }));
      console.log(EJSON.stringify(line, { relaxed: false }));
    }
  }
  await client.close();
}
