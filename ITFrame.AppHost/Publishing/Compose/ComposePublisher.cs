using ITFrame.AppHost.Publishing.Model;

namespace ITFrame.AppHost.Publishing.Compose;

/// <summary>Writes a Compose project a site.</summary>
internal sealed class ComposePublisher(Deployment deployment, PublishOptions options)
{
    public const string Folder = "compose";

    public const string Header = "# Written by: dotnet run --project ITFrame.AppHost -- publish. Changes are lost when it is written again.\n";

    public IEnumerable<GeneratedFile> Files()
    {
        foreach (var site in deployment.Sites)
        {
            foreach (var file in new ComposeSite(deployment, options, site).Files())
            {
                yield return file with { Path = $"{Folder}/{site}/{file.Path}" };
            }
        }

        yield return new GeneratedFile($"{Folder}/.gitignore", "authority/\n");
        yield return new GeneratedFile($"{Folder}/certificates", CertificateScript.Write(deployment), IsExecutable: true);
    }
}
