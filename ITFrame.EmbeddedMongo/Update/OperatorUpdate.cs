using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Update;

/// <summary>An update made of $set, $inc and their kin.</summary>
internal sealed class OperatorUpdate : DocumentUpdate
{
    private readonly List<Change> _changes = [];
    private readonly List<string> _renameTargets = [];
    private readonly ArrayFilters _arrayFilters;

    public OperatorUpdate(BsonDocument operators, ArrayFilters arrayFilters)
    {
        _arrayFilters = arrayFilters;
        foreach (var element in operators)
        {
            if (!element.Name.StartsWith('$') || FieldOperators.Find(element.Name) is not { } apply)
            {
                throw CommandException.FailedToParse($"Unknown modifier: {element.Name}. Expected a valid update modifier or pipeline-style update specified as an array");
            }

            if (element.Value is not BsonDocument fields)
            {
                throw CommandException.FailedToParse($"Modifiers operate on fields but we found type {BsonTypeNames.Of(element.Value.BsonType)} instead. For example: {{$mod: {{<field>: ...}}}} not {{{element.Name}: {BsonText.Of(element.Value)}}}");
            }

            foreach (var field in fields)
            {
                Add(element.Name, field, apply);
            }
        }

        CheckArrayFilters();
    }

    // Each filter must be of use to some path, and each path find its filters.
    private void CheckArrayFilters()
    {
        var used = _changes.SelectMany(change => change.Path.Parts).Where(part => part is ['$', '[', not ']', ..]).Select(part => part[2..^1]).ToHashSet();
        if (used.FirstOrDefault(name => !_arrayFilters.Names.Contains(name)) is { } unknown)
        {
            throw CommandException.BadValue($"No array filter found for identifier '{unknown}'");
        }

        if (_arrayFilters.Names.FirstOrDefault(name => !used.Contains(name)) is { } idle)
        {
            throw CommandException.FailedToParse($"The array filter for identifier '{idle}' was not used in the update");
        }
    }

    protected override BsonDocument ApplyTo(BsonDocument before, Filter filter, bool isInsert)
    {
        var after = (BsonDocument)before.DeepClone();
        foreach (var change in _changes)
        {
            if (change.OnInsertOnly && !isInsert)
            {
                continue;
            }

            var paths = change.IsPositional ? PositionalPath.Expand(after, change.Path.Parts, filter, _arrayFilters) : [[.. change.Path.Parts]];
            foreach (var path in paths)
            {
                change.Apply(after, path, change.Operand);
            }
        }

        return after;
    }

    private void Add(string name, BsonElement field, Action<BsonDocument, string[], BsonValue> apply)
    {
        DemandNoEmptyName(field.Name);
        var change = new Change(new BsonPath(field.Name), field.Value, apply, name == "$setOnInsert");
        if (name == "$rename" && field.Value is not BsonString { Value.Length: > 0 })
        {
            throw CommandException.BadValue($"The 'to' field for $rename must be a string: {field.Name}: {BsonText.Of(field.Value)}");
        }

        DemandNoConflict(field.Name);
        _changes.Add(change);
        if (name == "$rename")
        {
            var target = field.Value.AsString;
            if (target.Contains('\0', StringComparison.Ordinal))
            {
                throw CommandException.BadValue("The 'to' field for $rename cannot contain an embedded null byte");
            }

            DemandNoEmptyName(target);
            if (Overlap(target, field.Name))
            {
                throw CommandException.BadValue($"The source and target field for $rename must differ: {field.Name}");
            }

            DemandNoConflict(target);
            _renameTargets.Add(target);
        }
    }

    private static void DemandNoEmptyName(string path)
    {
        if (path.Split('.').Contains(""))
        {
            throw new CommandException((ErrorCode)56, $"The update path '{path}' contains an empty field name, which is not allowed.");
        }
    }

    private void DemandNoConflict(string path)
    {
        if (_changes.Select(change => change.Path.Text).Concat(_renameTargets).FirstOrDefault(other => Overlap(other, path)) is { } conflict)
        {
            throw new CommandException(ErrorCode.ConflictingUpdateOperators, $"Updating the path '{path}' would create a conflict at '{conflict}'");
        }
    }

    private static bool Overlap(string left, string right) =>
        left == right
        || left.StartsWith(right + ".", StringComparison.Ordinal)
        || right.StartsWith(left + ".", StringComparison.Ordinal);

    private sealed record Change(BsonPath Path, BsonValue Operand, Action<BsonDocument, string[], BsonValue> Apply, bool OnInsertOnly)
    {
        public bool IsPositional { get; } = Path.Parts.Any(part => part.StartsWith('$'));
    }
}
