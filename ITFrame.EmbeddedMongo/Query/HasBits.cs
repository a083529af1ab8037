using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

internal sealed class HasBits(ulong mask, bool all, bool set) : ValuePredicate
{
    public override bool Matches(BsonValue? value)
    {
        if (value is null || !BsonNumber.TryToInt64(value, out var number))
        {
            return false;
        }

        var bits = (set ? (ulong)number : ~(ulong)number) & mask;
        return all ? bits == mask : bits != 0;
    }
}
