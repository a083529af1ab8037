namespace ITFrame.AppHost.Publishing.Model;

/// <summary>A part of a text: characters, or what a parameter is set to.</summary>
/// <param name="Literal">The characters; null where it is a parameter.</param>
/// <param name="Parameter">The parameter; null where it is characters.</param>
internal sealed record TextPart(string? Literal, Parameter? Parameter);
