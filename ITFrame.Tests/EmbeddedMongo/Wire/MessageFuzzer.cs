using System.Buffers.Binary;
using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Commands;
using ITFrame.EmbeddedMongo.Wire;
using ITFrame.EmbeddedMongo.Wire.Compression;
using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Wire;

/// <summary>Makes messages that no driver would send: good ones with something changed, and made-up ones. A seed makes the same ones again.</summary>
internal sealed class MessageFuzzer(int seed)
{
    // What would end the member, or reach beyond the client's own data.
    private static readonly string[] Spared = ["replSet", "shutdown", "kill", "set", "configure", "fsync", "drop", "logRotate", "rotate", "update", "create", "failCommand"];

    private static readonly string[] Commands = [.. CommandRegistry.Names
        .Where(name => !Array.Exists(Spared, start => name.StartsWith(start, StringComparison.Ordinal)))
        .Concat(["update", "create", "createIndexes", "createUser", "drop", "dropIndexes", "killCursors", "nonsense"])
        .Order(StringComparer.Ordinal)];

    private static readonly string[] Fields =
    [
        "filter", "query", "q", "u", "updates", "deletes", "documents", "ops", "nsInfo", "pipeline", "cursor", "batchSize", "limit", "skip", "sort", "projection", "hint", "collation", "readConcern",
        "writeConcern", "lsid", "txnNumber", "autocommit", "startTransaction", "stmtId", "maxTimeMS", "comment", "collection", "key", "indexes", "new", "remove", "upsert", "multi", "let", "arrayFilters",
        "topologyVersion", "maxAwaitTimeMS", "speculativeAuthenticate", "saslSupportedMechs", "compression", "client", "mechanism", "payload", "conversationId", "options", "cursors", "$readPreference",
        "$clusterTime", "level", "afterClusterTime", "w", "wtimeout", "id", "_id", "name", "a", "a.b", "a.0", "a.$[]", "", "$db", "apiVersion", "ordered", "bypassDocumentValidation", "fields", "pwd", "roles",
    ];

    private static readonly string[] Operators =
    [
        "$set", "$unset", "$inc", "$push", "$pull", "$each", "$rename", "$gt", "$lt", "$in", "$nin", "$not", "$and", "$or", "$nor", "$elemMatch", "$exists", "$type", "$mod", "$regex", "$options", "$size", "$all",
        "$expr", "$match", "$group", "$sort", "$project", "$addFields", "$unwind", "$lookup", "$facet", "$count", "$limit", "$skip", "$sum", "$first", "$cond", "$add", "$divide", "$concat", "$map", "$reduce",
        "$dateToString", "$toInt", "$let", "$bit", "$changeStream", "$slice", "$meta", "$jsonSchema", "$where", "$natural", "$nonsense",
    ];

    private readonly Random _random = new(seed);
    private readonly CompressorSet _compressors = new(CompressorSet.Names);

    public byte[] Next()
    {
        var message = _random.Next(10) < 6 ? Mutate(Valid()) : Structured();
        if (_random.Next(5) == 0 && message.Length > MessageParser.HeaderBytes)
        {
            message = CompressedMessage.Pack(message, _compressors.Find((byte)_random.Next(1, 4))!).ToArray();
            message = _random.Next(2) == 0 ? Mutate(message) : message;
        }

        return _random.Next(30) == 0 ? message[.._random.Next(message.Length)] : message;
    }

    private byte[] Valid() => Frame(Pick<BsonDocument>(
    [
        new BsonDocument("ping", 1),
        BsonDocument.Parse("{hello: 1, helloOk: true, compression: ['zstd'], saslSupportedMechs: 'admin.root', client: {driver: {name: 'x', version: '1'}}}"),
        BsonDocument.Parse("{insert: 'things', documents: [{_id: 1, a: [1, 2, {b: 'text'}]}, {_id: 2, at: ISODate('2026-01-01T00:00:00Z')}], ordered: false}"),
        BsonDocument.Parse("{update: 'things', updates: [{q: {_id: 1}, u: {$set: {'a.0': 5}, $inc: {n: 1}}, upsert: true}]}"),
        BsonDocument.Parse("{delete: 'things', deletes: [{q: {_id: {$gt: 5}}, limit: 0}]}"),
        BsonDocument.Parse("{find: 'things', filter: {a: {$elemMatch: {b: /x/i}}}, sort: {_id: -1}, projection: {a: 1}, batchSize: 2, lsid: {id: UUID('00112233-4455-6677-8899-aabbccddeeff')}}"),
        BsonDocument.Parse("{aggregate: 'things', pipeline: [{$match: {a: 1}}, {$group: {_id: '$a', n: {$sum: 1}}}], cursor: {batchSize: 1}}"),
        BsonDocument.Parse("{findAndModify: 'things', query: {_id: 3}, update: {$push: {a: {$each: [1]}}}, upsert: true, new: true}"),
        BsonDocument.Parse("{getMore: NumberLong(1234567), collection: 'things', maxTimeMS: 10}"),
        BsonDocument.Parse("{saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: BinData(0, 'biwsbj1hLHI9YWJjZGVm'), options: {skipEmptyExchange: true}}"),
        BsonDocument.Parse("{createIndexes: 'things', indexes: [{key: {a: 1, b: -1}, name: 'a_b'}]}"),
    ]));

    private byte[] Structured()
    {
        var command = new BsonDocument(allowDuplicateNames: true) { { Pick(Commands), _random.Next(3) == 0 ? Value(2) : "things" } };
        for (var count = _random.Next(6); count > 0; count--)
        {
            command.Add(Pick(Fields), Value(4));
        }

        return _random.Next(12) switch
        {
            0 => Legacy(command),
            1 => Mutate(Frame(command)),
            2 => TooDeep(_random.Next(190, 1000)),
            _ => Frame(command),
        };
    }

    private byte[] Frame(BsonDocument command)
    {
        command.Add("$db", _random.Next(15) == 0 ? Pick(["admin", "local", "config", "", "a.b", "$external"]) : "fuzz");
        var flags = _random.Next(10) switch
        {
            0 => MessageFlags.MoreToCome,
            1 => MessageFlags.ExhaustAllowed,
            2 => MessageFlags.ChecksumPresent,
            _ => MessageFlags.None,
        };
        var message = MessageBuilder.Message(_random.Next(), _random.Next(8) == 0 ? _random.Next() : 0, flags, command).ToArray();
        return flags == MessageFlags.ChecksumPresent ? WithChecksum(message) : _random.Next(6) == 0 ? WithSequence(message) : message;
    }

    private static byte[] WithChecksum(byte[] message)
    {
        byte[] result = [.. message, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(result, result.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(message.Length), Checksum.Compute(result.AsSpan(0, message.Length)));
        return result;
    }

    private byte[] WithSequence(byte[] message)
    {
        var documents = Enumerable.Range(0, _random.Next(4)).SelectMany(_ => BsonCodec.Encode(Document(2))).ToArray();
        byte[] name = [.. System.Text.Encoding.UTF8.GetBytes(Pick(Fields)), 0];
        byte[] result = [.. message, 1, .. BitConverter.GetBytes(4 + name.Length + documents.Length), .. name, .. documents];
        BinaryPrimitives.WriteInt32LittleEndian(result, result.Length);
        return result;
    }

    private static byte[] Legacy(BsonDocument command)
    {
        byte[] body = [0, 0, 0, 0, .. "admin.$cmd\0"u8, 0, 0, 0, 0, 255, 255, 255, 255, .. BsonCodec.Encode(command)];
        var result = new byte[MessageParser.HeaderBytes + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(result, result.Length);
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(12), (int)OpCode.Query);
        body.CopyTo(result, MessageParser.HeaderBytes);
        return result;
    }

    private byte[] Mutate(byte[] message)
    {
        var result = message.ToArray();
        for (var count = _random.Next(1, 5); count > 0; count--)
        {
            var at = _random.Next(result.Length);
            switch (_random.Next(7))
            {
                case 0:
                    result[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    result[at] = Pick<byte>([0, 1, 0x7f, 0x80, 0xff, 0x24, 0x2e, 0xc3]);
                    break;
                case 2 when at + 4 <= result.Length:
                    BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(at), Pick([0, 1, -1, 4, 5, 16, int.MaxValue, int.MinValue, 48_000_000, 48_000_001, _random.Next()]));
                    break;
                case 3:
                    result = [.. result[..at], .. result[Math.Min(result.Length, at + _random.Next(1, 9))..]];
                    break;
                case 4:
                    var bytes = new byte[_random.Next(1, 9)];
                    _random.NextBytes(bytes);
                    result = [.. result[..at], .. bytes, .. result[at..]];
                    break;
                default:
                    result[at] = (byte)_random.Next(256);
                    break;
            }

            if (result.Length == 0)
            {
                return message;
            }
        }

        // Mostly the length is made to fit, so that what is wrong lies deeper.
        if (result.Length >= 4 && _random.Next(8) != 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(result, result.Length);
        }

        return result;
    }

    private BsonDocument Document(int depth)
    {
        var document = new BsonDocument(allowDuplicateNames: true);
        for (var count = _random.Next(4); count > 0; count--)
        {
            document.Add(_random.Next(2) == 0 ? Pick(Operators) : Pick(Fields), Value(depth - 1));
        }

        return document;
    }

    private BsonValue Value(int depth) => _random.Next(depth > 0 ? 20 : 14) switch
    {
        0 => BsonNull.Value,
        1 => _random.Next(-5, 50),
        2 => Pick([0L, -1L, long.MaxValue, long.MinValue, 1L << 53]),
        3 => Pick([0.0, -0.0, 1.5, double.NaN, double.PositiveInfinity, 1e300]),
        4 => Pick(["", "things", "$a", "$$ROOT", "a.b", "\u00e9\ud83d\ude00", new string('x', 300), "^(a|b)*$"]),
        5 => BsonBoolean.True,
        6 => ObjectId.Empty,
        7 => new BsonDateTime(Pick([0L, long.MaxValue, -62135596800000L, 1_700_000_000_000L])),
        8 => new BsonTimestamp(_random.Next(), _random.Next(5)),
        9 => _random.Next(2) == 0 ? new BsonBinaryData([]) : new BsonBinaryData(new byte[16], BsonBinarySubType.UuidStandard),
        10 => new BsonRegularExpression(Pick(["a", "(", "[", "x*", ""]), Pick(["", "i", "imsx"])),
        11 => Decimal128.Parse(Pick(["0", "NaN", "Infinity", "1E+6144", "-0.5"])),
        12 => Pick<BsonValue>([BsonMinKey.Value, BsonMaxKey.Value, BsonUndefined.Value, new BsonJavaScript("1"), BsonSymbol.Create("s")]),
        13 => Pick([int.MaxValue, int.MinValue, 0, 1]),
        14 or 15 => new BsonArray(Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1))),
        16 => Deep(_random.Next(1, 185)),
        _ => Document(depth),
    };

    // By hand: the library refuses to write it.
    private static byte[] TooDeep(int levels)
    {
        byte[] nested = [5, 0, 0, 0, 0];
        for (var i = 0; i < levels; i++)
        {
            nested = [.. BitConverter.GetBytes(nested.Length + 8), 3, (byte)'a', 0, .. nested, 0];
        }

        byte[] elements = [2, .. "find\0"u8, 7, 0, 0, 0, .. "things\0"u8, 3, .. "filter\0"u8, .. nested, 2, .. "$db\0"u8, 5, 0, 0, 0, .. "fuzz\0"u8, 0];
        byte[] result = [.. new byte[MessageParser.HeaderBytes], 0, 0, 0, 0, 0, .. BitConverter.GetBytes(elements.Length + 4), .. elements];
        BinaryPrimitives.WriteInt32LittleEndian(result, result.Length);
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(12), (int)OpCode.Message);
        return result;
    }

    private static BsonDocument Deep(int levels)
    {
        var document = new BsonDocument();
        for (var i = 0; i < levels; i++)
        {
            document = new BsonDocument("a", document);
        }

        return document;
    }

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
