using System.Collections.Immutable;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>The variables that an expression may name: those that its command gives values to, and those that operators around it bind.</summary>
internal sealed class Variables
{
    public static readonly Variables None = new(ImmutableDictionary<string, Value>.Empty);

    private static readonly HashSet<string> System = ["ROOT", "CURRENT", "REMOVE", "NOW"];

    private readonly ImmutableDictionary<string, Value> _values;

    private Variables(ImmutableDictionary<string, Value> values) => _values = values;

    /// <summary>The 'let' of a command: expressions that see no document.</summary>
    public static Variables Parse(BsonDocument? let)
    {
        if (let is null || let.ElementCount == 0)
        {
            return None;
        }

        var scope = new EvaluationScope([]);
        return let.Aggregate(None, (variables, element) => variables.Given(element.Name, ExpressionParser.Parse(element.Value).Evaluate(scope)));
    }

    /// <summary>With a variable that has a value before any document is seen; null stands for a missing one.</summary>
    public Variables Given(string name, BsonValue? value) => new(_values.SetItem(Checked(name), new Value(IsGiven: true, value)));

    /// <summary>With a variable that is there within one kind of stage only.</summary>
    public Variables OfStage(string name, BsonValue value) => new(_values.SetItem(name, new Value(IsGiven: true, value)));

    /// <summary>With a variable that an operator binds while it is evaluated.</summary>
    public Variables Bound(string name) => new(_values.SetItem(Checked(name), new Value(IsGiven: false, null)));

    /// <summary>Whether the variable has its value already; throws when there is no such variable.</summary>
    public bool TryGetGiven(string name, out BsonValue? value)
    {
        if (_values.TryGetValue(name, out var found))
        {
            value = found.Given;
            return found.IsGiven;
        }

        value = null;
        return System.Contains(name) ? false : throw new CommandException((ErrorCode)17276, $"Use of undefined variable: {name}");
    }

    private static string Checked(string name) => name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] > '\u007f' || name is "CURRENT")
        ? name
        : throw CommandException.FailedToParse($"'{name}' starts with an invalid character for a user variable name");

    private readonly record struct Value(bool IsGiven, BsonValue? Given);
}
