using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Storage;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>
/// Picks the index that narrows a query most: the longest run of equalities from the front, then a range, then the
/// sort for free. The filter is applied to what the plan reads, so a plan may read too much but never too little.
/// </summary>
internal static class QueryPlanner
{
    private const int MaxPoints = 1000;

    public static QueryPlan Plan(CollectionDefinition collection, Filter filter, SortOrder? sort, IndexHint? hint = null)
    {
        if (sort?.NaturalDescending is { } naturalDescending)
        {
            return hint is { NaturalDescending: null }
                ? throw CommandException.BadValue("hint provided does not correspond to an existing index: a sort on $natural reads the whole collection")
                : QueryPlan.CollectionScan(naturalDescending, providesSort: true);
        }

        var comparisons = filter.Conjuncts.OfType<FieldMatches>().ToLookup(condition => condition.Path.Text, condition => condition.Predicate);
        if (hint is not null)
        {
            return hint.Resolve(collection) is { } hinted
                ? TryIndex(hinted, comparisons, sort).Plan ?? WholeIndex(hinted, sort)
                : QueryPlan.CollectionScan(hint.NaturalDescending == true, providesSort: sort is null);
        }

        QueryPlan? best = null;
        var bestScore = 0;
        foreach (var index in collection.Indexes)
        {
            if (!MayUse(index, filter, comparisons))
            {
                continue;
            }

            var (plan, score) = TryIndex(index, comparisons, sort);
            if (plan is not null && score > bestScore)
            {
                (best, bestScore) = (plan, score);
            }
        }

        return best ?? QueryPlan.CollectionScan(backwards: false, providesSort: sort is null);
    }

    private static (QueryPlan? Plan, int Score) TryIndex(IndexDefinition index, ILookup<string, ValuePredicate> comparisons, SortOrder? sort)
    {
        var bounds = new List<FieldBounds>(index.Fields.Count);
        var prefixes = new List<byte[]> { Array.Empty<byte>() };
        var equalities = 0;
        var isSingle = true;
        while (equalities < index.Fields.Count && Points(comparisons[index.Fields[equalities].Path.Text]) is { } points && prefixes.Count * points.Count <= MaxPoints)
        {
            var descending = index.Fields[equalities].IsDescending;
            prefixes = prefixes.SelectMany(prefix => points.Select(point => new KeyEncoder().AppendRaw(prefix).Append(point, descending).ToArray())).ToList();
            isSingle &= points.Count == 1;
            bounds.Add(new FieldBounds(points, null));
            equalities++;
        }

        var range = equalities < index.Fields.Count ? Bounds(comparisons[index.Fields[equalities].Path.Text], index.IsMultikey) : null;
        var sortDirection = sort is not null && isSingle && !index.IsMultikey ? SortDirection(index, equalities, sort) : null;

        var score = (equalities * 10) + (range is null ? 0 : 5) + (sortDirection is null ? 0 : 4);
        if (score == 0)
        {
            return (null, 0);
        }

        var ranges = prefixes.Select(prefix => range is null ? KeyRange.Prefix(prefix) : Narrow(prefix, range, index.Fields[equalities].IsDescending)).ToList();
        bounds.Add(new FieldBounds(null, range));
        return (new QueryPlan(index, ranges, bounds, sortDirection ?? false, sort is null || sortDirection is not null), index.IsId || index.IsUnique ? score + 1 : score);
    }

    private static QueryPlan WholeIndex(IndexDefinition index, SortOrder? sort) => new(index, [KeyRange.All], [], Backwards: false, ProvidesSort: sort is null);

    // An index that does not list every document serves only queries that provably ask for nothing else.
    private static bool MayUse(IndexDefinition index, Filter filter, ILookup<string, ValuePredicate> comparisons) =>
        !index.IsHidden
        && (!index.IsSparse || AsksForPresence(index, comparisons))
        && (index.PartialFilter is null || PartialIndexes.IsImplied(filter.Conjuncts, index.PartialFilter.Root));

    private static bool AsksForPresence(IndexDefinition index, ILookup<string, ValuePredicate> comparisons) =>
        index.Fields.Any(field => comparisons[field.Path.Text].Any(predicate => predicate switch
        {
            Comparison comparison => comparison.Operand is not BsonNull,
            OneOf list => !list.Values.Contains(BsonNull.Value),
            Exists => true,
            _ => false,
        }));

    private static List<BsonValue>? Points(IEnumerable<ValuePredicate> predicates)
    {
        foreach (var predicate in predicates)
        {
            switch (predicate)
            {
                case Comparison { Kind: ComparisonKind.Equal } equal when CanBePoint(equal.Operand):
                    return [equal.Operand];
                case OneOf { HasPatterns: false } list when list.Values.Count > 0 && list.Values.All(CanBePoint):
                    return list.Values.Distinct(BsonComparer.Instance).ToList();
                default:
                    break;
            }
        }

        return null;
    }

    // An array is indexed by its elements, so equality with a whole array cannot be looked up.
    private static bool CanBePoint(BsonValue value) => value is not (BsonArray or BsonRegularExpression or BsonUndefined);

    private static RangeBounds? Bounds(IEnumerable<ValuePredicate> predicates, bool isMultikey)
    {
        RangeBounds? bounds = null;
        foreach (var comparison in predicates.OfType<Comparison>())
        {
            if (comparison.Kind == ComparisonKind.Equal || comparison.Operand is BsonArray or BsonMinKey or BsonMaxKey or BsonNull or BsonUndefined or BsonRegularExpression)
            {
                continue;
            }

            var bracket = BsonTypeOrder.Of(comparison.Operand.BsonType);
            bounds ??= new RangeBounds(bracket, null, null);
            if (bounds.Bracket != bracket)
            {
                continue;
            }

            var isLower = comparison.Kind is ComparisonKind.Greater or ComparisonKind.GreaterOrEqual;

            // Of an array, one element may satisfy one bound and another element the other.
            var bound = new Bound(comparison.Operand, comparison.Kind is ComparisonKind.GreaterOrEqual or ComparisonKind.LessOrEqual);
            if (isLower && (bounds.Lower is null || BsonComparer.Instance.Compare(bound.Value, bounds.Lower.Value) > 0) && !(isMultikey && bounds.Upper is not null))
            {
                bounds = bounds with { Lower = bound };
            }
            else if (!isLower && (bounds.Upper is null || BsonComparer.Instance.Compare(bound.Value, bounds.Upper.Value) < 0) && !(isMultikey && bounds.Lower is not null))
            {
                bounds = bounds with { Upper = bound };
            }
        }

        return bounds;
    }

    private static KeyRange Narrow(byte[] prefix, RangeBounds bounds, bool descending)
    {
        var lower = bounds.Lower is null
            ? new KeyEncoder().AppendRaw(prefix).AppendBracket(bounds.Bracket, descending).ToArray()
            : new KeyEncoder().AppendRaw(prefix).Append(bounds.Lower.Value, descending).ToArray();
        var upper = bounds.Upper is null
            ? new KeyEncoder().AppendRaw(prefix).AppendBracket(bounds.Bracket, descending).ToArray()
            : new KeyEncoder().AppendRaw(prefix).Append(bounds.Upper.Value, descending).ToArray();
        return descending
            ? new KeyRange(upper, KeyEncoder.After(lower))
            : new KeyRange(lower, KeyEncoder.After(upper));
    }

    /// <summary>False: the index gives the sort read forwards; true: backwards; null: it does not give it.</summary>
    private static bool? SortDirection(IndexDefinition index, int equalities, SortOrder sort)
    {
        if (index.IsSparse)
        {
            return null;
        }

        // Fields that are held equal do not disturb the order of those after them.
        var fields = index.Fields.Skip(equalities).ToList();
        var wanted = sort.Fields.Where(field => !index.Fields.Take(equalities).Any(fixedField => fixedField.Path.Text == field.Path.Text)).ToList();
        if (wanted.Count > fields.Count)
        {
            return null;
        }

        bool? backwards = null;
        for (var i = 0; i < wanted.Count; i++)
        {
            if (fields[i].Path.Text != wanted[i].Path.Text)
            {
                return null;
            }

            var reversed = fields[i].IsDescending != wanted[i].Descending;
            if (backwards is not null && backwards != reversed)
            {
                return null;
            }

            backwards = reversed;
        }

        return backwards ?? false;
    }
}
