namespace ITFrame.AppHost.Publishing.Model;

/// <summary>A value of a setting, with holes for what the operator gives.</summary>
internal sealed record Text(IReadOnlyList<TextPart> Parts)
{
    /// <summary>The parameters, in the order of their holes.</summary>
    public IEnumerable<Parameter> Parameters => Parts.Select(part => part.Parameter).OfType<Parameter>();

    public static Text Of(string literal) => new([new TextPart(literal, null)]);

    public static Text Of(Parameter parameter) => new([new TextPart(null, parameter)]);

    /// <summary>A host's name in the operator's domain.</summary>
    public static Text Join(params object[] parts)
        => new([.. parts.SelectMany(part => part switch
        {
            Text text => text.Parts,
            Parameter parameter => [new TextPart(null, parameter)],
            _ => [new TextPart((string)part, null)],
        })]);

    /// <summary>Writes it down.</summary>
    /// <param name="literal">How characters are written.</param>
    /// <param name="hole">How a parameter is.</param>
    public string Render(Func<string, string> literal, Func<Parameter, string> hole)
        => string.Concat(Parts.Select(part => part.Parameter is { } parameter ? hole(parameter) : literal(part.Literal!)));

    /// <summary>With a function over the characters, such as one that replaces a name.</summary>
    public Text Map(Func<string, string> literal)
        => new([.. Parts.Select(part => part.Literal is { } text ? part with { Literal = literal(text) } : part)]);

    /// <summary>Whether its characters have this, whatever the parameters are set to.</summary>
    public bool Contains(string text) => Render(literal => literal, parameter => $"{{{parameter.Name}}}").Contains(text, StringComparison.Ordinal);
}
