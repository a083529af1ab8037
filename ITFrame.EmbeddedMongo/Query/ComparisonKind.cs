namespace ITFrame.EmbeddedMongo.Query;

internal enum ComparisonKind
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
