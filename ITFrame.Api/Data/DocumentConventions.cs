using MongoDB.Bson.Serialization.Conventions;

namespace ITFrame.Api.Data;

/// <summary>How the hub's types become documents: the names that its databases have always had, and nothing for null.</summary>
internal static class DocumentConventions
{
    private static readonly Lock Gate = new();
    private static bool _registered;

    /// <summary>The driver's registry is global and refuses nothing twice, so this remembers.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (_registered)
            {
                return;
            }

            var conventions = new ConventionPack
            {
                new CamelCaseElementNameConvention(),
                new IgnoreExtraElementsConvention(true),
                new IgnoreIfNullConvention(true),
            };
            ConventionRegistry.Register("ITFrame.Api", conventions, type => type.Assembly == typeof(DocumentConventions).Assembly);
            _registered = true;
        }
    }
}
