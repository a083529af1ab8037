// Runs the contract's scenarios in mongosh, with the shell's own helpers: one line of JSON a scenario.
// The shell takes no arguments for a script, so they come in the environment: CONTRACT_PREFIX and CONTRACT_FILES, which are
// separated by colons. The shell awaits by itself whatever needs it, so this reads as if nothing did.
const { readFileSync, writeSync } = require('fs');
const { basename } = require('path');

const state = { sessions: {}, cursors: {}, streams: {}, events: {}, saved: {}, database: null };

const merge = (context, given) => ({ ...context.concerns, ...given });

const counts = result => ({ matched: result.matchedCount, modified: result.modifiedCount, upsertedId: result.insertedId ?? null });

const bulkCounts = result => ({
  inserted: result.insertedCount, matched: result.matchedCount, modified: result.modifiedCount, deleted: result.deletedCount, upserted: result.upsertedCount,
});

const byName = list => list.sort((left, right) => (left.name < right.name ? -1 : 1));

const operations = {
  insertOne: (context, { document, ...rest }) => ({ insertedId: context.collection.insertOne(document, merge(context, rest)).insertedId }),
  insertMany: (context, { documents, ...rest }) => ({ insertedCount: Object.keys(context.collection.insertMany(documents, merge(context, rest)).insertedIds).length }),
  find: (context, { filter, projection, ...rest }) => context.collection.find(filter ?? {}, projection ?? {}, merge(context, rest)).toArray(),
  aggregate: (context, { pipeline, onDatabase, ...rest }) => (onDatabase ? context.database : context.collection).aggregate(pipeline, merge(context, rest)).toArray(),
  count: (context, { filter, ...rest }) => context.collection.countDocuments(filter ?? {}, merge(context, rest)),
  estimatedCount: context => context.collection.estimatedDocumentCount(),
  distinct: (context, { key, filter, ...rest }) => context.collection.distinct(key, filter ?? {}, merge(context, rest)),
  updateOne: (context, { filter, update, ...rest }) => counts(context.collection.updateOne(filter, update, merge(context, rest))),
  updateMany: (context, { filter, update, ...rest }) => counts(context.collection.updateMany(filter, update, merge(context, rest))),
  replaceOne: (context, { filter, replacement, ...rest }) => counts(context.collection.replaceOne(filter, replacement, merge(context, rest))),
  deleteOne: (context, { filter, ...rest }) => ({ deleted: context.collection.deleteOne(filter, merge(context, rest)).deletedCount }),
  deleteMany: (context, { filter, ...rest }) => ({ deleted: context.collection.deleteMany(filter, merge(context, rest)).deletedCount }),
  findOneAndUpdate: (context, { filter, update, returnNew, ...rest }) => context.collection.findOneAndUpdate(filter, update, merge(context, { ...rest, returnNewDocument: !!returnNew })),
  findOneAndReplace: (context, { filter, replacement, returnNew, ...rest }) => context.collection.findOneAndReplace(filter, replacement, merge(context, { ...rest, returnNewDocument: !!returnNew })),
  findOneAndDelete: (context, { filter, ...rest }) => context.collection.findOneAndDelete(filter, merge(context, rest)),
  bulkWrite: (context, { requests, ...rest }) => bulkCounts(context.collection.bulkWrite(requests, merge(context, rest))),
  clientBulkWrite: (context, { models, ordered }) => {
    // The shell has no helper for it.
    const names = [...new Set(models.map(model => model.in))];
    const ops = models.map(({ in: name, do: kind, document, filter, update, replacement, ...rest }) => {
      const where = names.indexOf(name);
      if (kind === 'insertOne') {
        return { insert: where, document };
      }
      return kind.startsWith('delete')
        ? { delete: where, filter, multi: kind === 'deleteMany', ...rest }
        : { update: where, filter, updateMods: update ?? replacement, multi: kind === 'updateMany', ...rest };
    });
    const command = { bulkWrite: 1, ops, nsInfo: names.map(name => ({ ns: `${context.database.getName()}.${name}` })), ordered: ordered ?? true };
    const reply = context.database.adminCommand(command);
    const failed = reply.cursor.firstBatch.filter(result => !result.ok);
    if (failed.length > 0) {
      throw Object.assign(new Error(failed[0].errmsg), { writeErrors: failed.map(({ idx, code }) => ({ index: idx, code })) });
    }
    return { inserted: reply.nInserted, matched: reply.nMatched, modified: reply.nModified, deleted: reply.nDeleted, upserted: reply.nUpserted };
  },
  createCollection: (context, given) => {
    context.database.createCollection(context.collection.getName(), given);
  },
  drop: context => {
    context.collection.drop();
  },
  dropDatabase: context => {
    context.database.dropDatabase();
  },
  rename: (context, { to, dropTarget }) => {
    context.collection.renameCollection(to, !!dropTarget);
  },
  createIndexes: (context, { indexes }) => indexes.map(({ key, ...rest }) => context.collection.createIndex(key, rest)),
  dropIndex: (context, { name }) => {
    context.collection.dropIndex(name);
  },
  indexes: context => byName(context.collection.getIndexes()),
  collections: (context, { filter, nameOnly }) => byName(context.database.getCollectionInfos(filter ?? {}, { nameOnly: !!nameOnly })),
  databases: (context, given) => db.adminCommand({ listDatabases: 1, ...given }).databases,
  command: (context, { command, on }) => (on ? db.getSiblingDB(on) : context.database).runCommand(command),
  explain: (context, { filter, projection, ...rest }) => context.collection.find(filter ?? {}, projection ?? {}, rest).explain('executionStats'),
  openCursor: (context, { as, filter, projection, ...rest }) => {
    state.cursors[as] = context.collection.find(filter ?? {}, projection ?? {}, merge(context, rest));
  },
  next: (context, { cursor, count }) => {
    const found = [];
    while (found.length < count && state.cursors[cursor].hasNext()) {
      found.push(state.cursors[cursor].next());
    }
    return found;
  },
  closeCursor: (context, { cursor }) => {
    state.cursors[cursor].close();
  },
  startSession: (context, { as, ...rest }) => {
    state.sessions[as] = db.getMongo().startSession(rest);
  },
  endSession: (context, { name }) => {
    state.sessions[name].endSession();
  },
  startTransaction: (context, given) => {
    context.session.startTransaction(concernsOf(given));
  },
  commitTransaction: context => {
    context.session.commitTransaction();
  },
  abortTransaction: context => {
    context.session.abortTransaction();
  },
  withTransaction: (context, { steps }) => {
    let results;
    context.session.withTransaction(() => {
      results = [];
      for (const step of steps) {
        results.push(run({ ...step, session: context.step.session }));
      }
    });
    return results;
  },
  watch: (context, { as, scope, pipeline, ...rest }) => {
    const target = { client: db.getMongo(), database: context.database, collection: context.collection }[scope ?? 'collection'];
    state.streams[as] = target.watch(pipeline ?? [], rest);
    state.events[as] = state.streams[as].tryNext();
  },
  nextChange: (context, { from }) => {
    let event = state.events[from];
    state.events[from] = null;
    while (event === null) {
      event = state.streams[from].tryNext();
    }
    return event;
  },
  closeWatch: (context, { name }) => {
    state.streams[name].close();
  },
  waitForCount: (context, { filter, count }) => {
    while (context.collection.countDocuments(filter) !== count) {
      sleep(100);
    }
    return count;
  },
  incrementThroughStepDown: (context, { times, at }) => {
    for (let i = 0; i < times; i++) {
      if (i === at) {
        try {
          db.adminCommand({ replSetStepDown: 5, secondaryCatchUpPeriodSecs: 5 });
        } catch (error) {
          // The server may close the connection that asked for it.
          if (error.code) {
            throw error;
          }
        }
      }
      context.collection.updateOne({ _id: 'counter' }, { $inc: { n: 1 } }, { upsert: true });
    }
    return context.collection.findOne({ _id: 'counter' });
  },
};

const concernsOf = ({ readConcern, ...rest }) => ({ ...rest, ...(readConcern ? { readConcern: { level: readConcern } } : {}) });

const substitute = value => {
  if (Array.isArray(value)) {
    return value.map(substitute);
  }
  if (value === null || typeof value !== 'object' || value._bsontype || value instanceof Date || value instanceof RegExp) {
    return value;
  }
  return '$$saved' in value ? state.saved[value.$$saved] : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, substitute(item)]));
};

const run = step => {
  const session = step.session ? state.sessions[step.session] : undefined;
  const database = session ? session.getDatabase(state.database) : db.getSiblingDB(state.database);
  const context = { step, session, database, collection: database.getCollection(step.in ?? 'c'), concerns: concernsOf(step.concerns ?? {}) };
  const result = operations[step.do](context, substitute(step.with ?? {})) ?? null;
  for (const [name, path] of Object.entries(step.save ?? {})) {
    state.saved[name] = path.split('.').reduce((value, part) => value[part], result);
  }
  return result;
};

const describe = error => ({
  code: error.code ?? null,
  codeName: error.codeName ?? null,
  message: error.message,
  labels: [...(error.errorLabels ?? [])],
  writeErrors: [].concat(error.writeErrors ?? []).map(({ index, code }) => ({ index, code })),
});

const runScenario = scenario => {
  const results = [];
  db.getSiblingDB(state.database).dropDatabase();
  for (const step of scenario.steps) {
    try {
      results.push({ value: run(step) });
    } catch (error) {
      results.push({ error: describe(error) });
      if (!step.error) {
        break;
      }
    }
  }
  for (const stream of Object.values(state.streams)) {
    stream.close();
  }
  for (const session of Object.values(state.sessions)) {
    session.endSession();
  }
  db.getSiblingDB(state.database).dropDatabase();
  return results;
};

let number = 0;
for (const file of process.env.CONTRACT_FILES.split(':')) {
  for (const scenario of EJSON.parse(readFileSync(file, 'utf8'))) {
    if (scenario.clients && !scenario.clients.includes('mongosh')) {
      continue;
    }
    Object.assign(state, { sessions: {}, cursors: {}, streams: {}, events: {}, saved: {}, database: `${process.env.CONTRACT_PREFIX}_${number++}` });
    const id = `${basename(file, '.json')}: ${scenario.name}`;
    let line;
    try {
      line = { scenario: id, results: runScenario(scenario) };
    } catch (error) {
      line = { scenario: id, failure: error.stack ?? String(error) };
    }
    writeSync(1, EJSON.stringify(line, { relaxed: false }) + '\n');
  }
}
