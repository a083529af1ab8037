using System.Globalization;
using ITFrame.AppHost.Topology;

namespace ITFrame.AppHost.Publishing.Model;

/// <summary>Makes a text of a value of the app model, without asking for the value of any parameter.</summary>
/// <param name="domain">What stands in the place of the lab's domain.</param>
internal sealed class ValueReader(Parameter domain)
{
    /// <param name="value">What a callback has set.</param>
    /// <param name="owner">The resource and variable, for the message.</param>
    /// <exception cref="DistributedApplicationException">It is a kind of value that means nothing outside the lab.</exception>
    public Text Read(object value, string owner) => value switch
    {
        string literal => Literal(literal),
        ParameterResource parameter => Text.Of(Read(parameter)),
        IResourceBuilder<ParameterResource> parameter => Text.Of(Read(parameter.Resource)),
        ConnectionStringReference reference => Read(reference.Resource.ConnectionStringExpression, owner),
        ReferenceExpression expression => Read(expression, owner),
        IFormattable formattable => Literal(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => throw new DistributedApplicationException($"{owner}: a {value.GetType().Name} cannot be published."),
    };

    private static Parameter Read(ParameterResource parameter)
        => new(parameter.Name, parameter.Description ?? ProductionSettings.Describe(parameter.Name), parameter.Secret);

    private Text Read(ReferenceExpression expression, string owner)
    {
        // The format's holes are {0}, {1}, …; braces that are characters are doubled.
        var holes = expression.ValueProviders.Select(provider => Read(provider, owner)).ToArray();
        var parts = string.Format(CultureInfo.InvariantCulture, expression.Format, [.. holes.Select((_, index) => (object)$"\0{index}\0")]).Split('\0');
        return Text.Join([.. parts.Select((part, index) => index % 2 == 0 ? (object)Literal(part) : holes[int.Parse(part, CultureInfo.InvariantCulture)])]);
    }

    private Text Literal(string literal)
    {
        var pieces = literal.Split(Sites.Domain);
        return Text.Join([.. pieces.SelectMany((piece, index) => index == 0 ? new object[] { piece } : [domain, piece]).Where(part => part is not "")]);
    }
}
