using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>Writes YAML as Compose reads it.</summary>
internal static class ComposeYaml
{
    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
        .WithIndentedSequences()
        .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true)
        .WithEventEmitter(next => new NumberQuotingEmitter(next))
        .WithNewLine("\n")
        .DisableAliases()
        .Build();

    public static string Write(object document) => Serializer.Serialize(document);
}
