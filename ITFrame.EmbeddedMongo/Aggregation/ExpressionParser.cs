using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>From BSON to expressions.</summary>
internal static class ExpressionParser
{
    public static Expression Parse(BsonValue value, Variables? variables = null) => value switch
    {
        BsonString text => ParseText(text.Value, variables ?? Variables.None),
        BsonDocument document => ParseDocument(document, variables ?? Variables.None),
        BsonArray array => new ArrayOf(array.Select(item => Parse(item, variables)).ToList()),
        _ => new Constant(value),
    };

    public static Expression[] ParseArguments(BsonValue value, Variables variables) =>
        value is BsonArray array ? array.Select(item => Parse(item, variables)).ToArray() : [Parse(value, variables)];

    private static Expression ParseText(string text, Variables variables)
    {
        if (text.StartsWith("$$", StringComparison.Ordinal))
        {
            var parts = BsonFields.Name(text[2..]).Split('.');
            if (parts[0].Length == 0)
            {
                throw CommandException.FailedToParse("empty variable names are not allowed");
            }

            return variables.TryGetGiven(parts[0], out var given) ? new FieldPath(new Constant(given), parts[1..]) : new FieldPath(new VariableValue(parts[0]), parts[1..]);
        }

        if (text is ['$', _, ..])
        {
            var parts = BsonFields.Name(text[1..]).Split('.');
            return parts.Any(part => part.Length == 0)
                ? throw new CommandException((ErrorCode)15998, "FieldPath field names may not be empty strings.")
                : new FieldPath(null, parts);
        }

        return text == "$"
            ? throw new CommandException((ErrorCode)16872, "'$' by itself is not a valid FieldPath")
            : new Constant(text);
    }

    private static Expression ParseDocument(BsonDocument document, Variables variables)
    {
        if (document.ElementCount > 0 && document.GetElement(0).Name.StartsWith('$'))
        {
            if (document.ElementCount != 1)
            {
                throw new CommandException((ErrorCode)15983, "An object representing an expression must have exactly one field: " + BsonText.Of(document));
            }

            var element = document.GetElement(0);
            return ParseOperator(element.Name, element.Value, variables);
        }

        var fields = new List<(string, Expression)>();
        foreach (var element in document)
        {
            fields.Add((element.Name, Parse(element.Value, variables)));
        }

        return new DocumentOf(fields);
    }

    private static Expression ParseOperator(string name, BsonValue operand, Variables variables)
    {
        if ((ControlOperators.TryParse(name, operand, variables) ?? ObjectOperators.TryParse(name, operand, variables)) is { } control)
        {
            return control;
        }

        if (name is "$meta" or "$function" or "$accumulator")
        {
            throw new CommandException(ErrorCode.NotImplemented, $"{name} is not supported by this stand-in");
        }

        if (!OperatorTable.TryFind(name, out var definition))
        {
            throw new CommandException((ErrorCode)168, $"Unrecognized expression '{name}'");
        }

        var arguments = definition.NamedArguments is { } names && operand is BsonDocument document && (document.ElementCount == 0 || document.GetElement(0).Name is not ['$', ..])
            ? ParseNamed(name, document, names, definition.MinArguments, variables)
            : ParseArguments(operand, variables);
        return arguments.Length < definition.MinArguments || arguments.Length > definition.MaxArguments
            ? throw new CommandException((ErrorCode)16020, $"Expression {name} takes {definition.Arity} arguments. {arguments.Length} were passed in.")
            : new Applied(definition.Function, Pad(arguments, definition.NamedArguments?.Length ?? 0));
    }

    private static Expression[] ParseNamed(string name, BsonDocument document, string[] names, int required, Variables variables)
    {
        if (document.Names.FirstOrDefault(given => !names.Contains(given)) is { } unknown)
        {
            throw CommandException.FailedToParse($"Unrecognized argument to {name}: {unknown}");
        }

        return names[..required].FirstOrDefault(needed => !document.Contains(needed)) is { } missing
            ? throw CommandException.FailedToParse($"Missing '{missing}' parameter to {name}")
            : names.Select(argument => document.TryGetValue(argument, out var value) ? Parse(value, variables) : new Constant(null)).ToArray();
    }

    // An operator whose arguments have names finds each of them at its place.
    private static Expression[] Pad(Expression[] arguments, int length) =>
        arguments.Length >= length ? arguments : [.. arguments, .. Enumerable.Repeat(new Constant(null), length - arguments.Length)];
}
