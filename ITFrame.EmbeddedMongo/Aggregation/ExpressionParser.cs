using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>From BSON to expressions.</summary>
internal static class ExpressionParser
{
    public static Expression Parse(BsonValue value) => value switch
    {
        BsonString text => ParseText(text.Value),
        BsonDocument document => ParseDocument(document),
        BsonArray array => new ArrayOf(array.Select(Parse).ToList()),
        _ => new Constant(value),
    };

    public static Expression[] ParseArguments(BsonValue value) =>
        value is BsonArray array ? array.Select(Parse).ToArray() : [Parse(value)];

    private static Expression ParseText(string text)
    {
        if (text.StartsWith("$$", StringComparison.Ordinal))
        {
            var parts = text[2..].Split('.');
            return parts[0].Length == 0
                ? throw CommandException.FailedToParse("empty variable names are not allowed")
                : new FieldPath(parts[0], parts[1..]);
        }

        if (text is ['$', _, ..])
        {
            var parts = text[1..].Split('.');
            return parts.Any(part => part.Length == 0)
                ? throw new CommandException((ErrorCode)15998, "FieldPath field names may not be empty strings.")
                : new FieldPath(null, parts);
        }

        return text == "$"
            ? throw new CommandException((ErrorCode)16872, "'$' by itself is not a valid FieldPath")
            : new Constant(text);
    }

    private static Expression ParseDocument(BsonDocument document)
    {
        if (document.ElementCount > 0 && document.GetElement(0).Name.StartsWith('$'))
        {
            if (document.ElementCount != 1)
            {
                throw new CommandException((ErrorCode)15983, "An object representing an expression must have exactly one field: " + document);
            }

            var element = document.GetElement(0);
            return ParseOperator(element.Name, element.Value);
        }

        var fields = new List<(string, Expression)>();
        foreach (var element in document)
        {
            fields.Add((element.Name, Parse(element.Value)));
        }

        return new DocumentOf(fields);
    }

    private static Expression ParseOperator(string name, BsonValue operand)
    {
        if (ControlOperators.TryParse(name, operand) is { } control)
        {
            return control;
        }

        if (!OperatorTable.TryFind(name, out var definition))
        {
            throw new CommandException((ErrorCode)168, $"Unrecognized expression '{name}'");
        }

        var arguments = definition.NamedArguments is { } names && operand is BsonDocument document
            ? names.Select(argument => document.TryGetValue(argument, out var value) ? Parse(value) : new Constant(null)).ToArray()
            : ParseArguments(operand);
        return arguments.Length < definition.MinArguments || arguments.Length > definition.MaxArguments
            ? throw new CommandException((ErrorCode)16020, $"Expression {name} takes {definition.Arity} arguments. {arguments.Length} were passed in.")
            : new Applied(definition.Function, arguments);
    }
}
