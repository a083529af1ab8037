using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>What is gathered for one group.</summary>
internal sealed class GroupValues
{
    private readonly BsonValue _id;
    private readonly List<AccumulatorField> _fields;
    private readonly Accumulator[] _accumulators;

    public GroupValues(BsonValue id, List<AccumulatorField> fields)
    {
        _id = id;
        _fields = fields;

        // The options of an accumulator may name fields of the group's key.
        var key = new EvaluationScope(id as BsonDocument ?? []);
        _accumulators = fields.Select(field => field.Create(key)).ToArray();
    }

    public BsonDocument Result
    {
        get
        {
            var result = new BsonDocument("_id", _id);
            for (var i = 0; i < _accumulators.Length; i++)
            {
                result[_fields[i].Name] = _accumulators[i].Result;
            }

            return result;
        }
    }

    public void Add(EvaluationScope scope)
    {
        for (var i = 0; i < _accumulators.Length; i++)
        {
            _accumulators[i].Add(_fields[i].Value.Evaluate(scope));
        }
    }
}
