using ITFrame.Api.Access;
using ITFrame.Api.Consistency;
using ITFrame.Api.Http;
using ITFrame.Api.Idempotency;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace ITFrame.Api.Description;

/// <summary>What an operation's parameters do not show: the headers that hold for many, and who may call it.</summary>
internal sealed class HeaderDescription : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        Add(operation, ConsistencyMiddleware.Header, "From an earlier write: read at or after it.", ConsistencyTokens.MaxLength);
        if (context.Description.HttpMethod == HttpMethods.Post)
        {
            Add(operation, IdempotencyMiddleware.Header, "Makes the request safe to send again for 24 hours.", IdempotencyMiddleware.MaxKeyLength);
        }

        if (context.Description.ActionDescriptor.Parameters.Any(parameter => parameter.ParameterType == typeof(IfMatch)))
        {
            Add(operation, HeaderNames.IfMatch, "The ETag of the configuration that is to be changed.", 1024);
        }

        var policies = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(data => data.Policy);
        if (policies.Any(policy => policy is AccessPolicies.Control or AccessPolicies.Service))
        {
            operation.Security ??= [];
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDescription.BearerScheme, context.Document)] = [] });
        }

        return Task.CompletedTask;
    }

    private static void Add(OpenApiOperation operation, string name, string description, int maxLength)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength },
        });
    }
}
