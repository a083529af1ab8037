using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace ITFrame.Api.Files;

/// <summary>Takes pictures in, and knows where they are found.</summary>
internal sealed class ImageStore(FileStore files, IOptions<ApiOptions> options)
{
    public async Task<(ImageLink? Link, ProblemHttpResult? Problem)> AddAsync(IFormFile? image, string field, string username, CancellationToken cancellationToken)
    {
        var (type, problem) = await Upload.CheckAsync(image, field, FileStore.MaxImageBytes, head => FileKind.OfImage(head), cancellationToken);
        if (problem is not null)
        {
            return (null, problem);
        }

        await using var content = image!.OpenReadStream();
        var id = await files.AddAsync(FileStore.Images, username, content, type!, cancellationToken);
        return (new ImageLink($"{options.Value.PublicUrl.TrimEnd('/')}/images/{id}", id.ToString()), null);
    }
}
