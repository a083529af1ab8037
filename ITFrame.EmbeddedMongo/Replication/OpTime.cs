using System.Globalization;
using ITFrame.EmbeddedMongo.Bson;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Replication;

/// <summary>A position in the replicated log: the term decides first, then the timestamp.</summary>
internal readonly record struct OpTime(long Timestamp, long Term) : IComparable<OpTime>
{
    /// <summary>Before everything: the position of a member without data.</summary>
    public static readonly OpTime None = new(0, -1);

    public bool IsNone => Timestamp == 0;

    public long Seconds => Timestamp >> 32;

    public static bool operator <(OpTime left, OpTime right) => left.CompareTo(right) < 0;

    public static bool operator >(OpTime left, OpTime right) => left.CompareTo(right) > 0;

    public static bool operator <=(OpTime left, OpTime right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OpTime left, OpTime right) => left.CompareTo(right) >= 0;

    public static OpTime Max(OpTime left, OpTime right) => left >= right ? left : right;

    public static OpTime Min(OpTime left, OpTime right) => left <= right ? left : right;

    public static OpTime FromBson(BsonValue? value) => value is BsonDocument document
        && document.TryGetValue("ts", out var timestamp) && timestamp is BsonTimestamp ts
        && document.TryGetValue("t", out var term) && term.IsNumeric
            ? new OpTime(ts.Value, BsonNumber.Truncate(term))
            : None;

    public int CompareTo(OpTime other)
    {
        var byTerm = Term.CompareTo(other.Term);
        return byTerm != 0 ? byTerm : Timestamp.CompareTo(other.Timestamp);
    }

    public BsonDocument ToBson() => new() { { "ts", new BsonTimestamp(Timestamp) }, { "t", Term } };

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Seconds}:{Timestamp & uint.MaxValue}@{Term}");
}
