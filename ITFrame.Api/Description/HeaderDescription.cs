using System.Reflection;
using System.Text.RegularExpressions;
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
internal sealed partial class HeaderDescription : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // A key in the path is looked at by the authentication, not by the operation; a path's parameter must be described all the same.
        foreach (Match match in PathParameter().Matches(context.Description.RelativePath ?? ""))
        {
            AddPathParameter(operation, match.Groups["name"].Value);
        }

        Add(operation, ConsistencyMiddleware.Header, "From an earlier write: read at or after it.", ConsistencyTokens.MaxLength);
        if (context.Description.HttpMethod == HttpMethods.Post)
        {
            Add(operation, IdempotencyMiddleware.Header, "Makes the request safe to send again for 24 hours.", IdempotencyMiddleware.MaxKeyLength);
        }

        // It binds itself, so that the framework does not list it among the parameters.
        var handlers = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>();
        if (handlers.Any(handler => handler.GetParameters().Any(parameter => parameter.ParameterType == typeof(IfMatch))))
        {
            Add(operation, HeaderNames.IfMatch, "The ETag of the configuration that is to be changed.", 1024);
        }

        var policies = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(data => data.Policy);
        if (policies.Any(policy => policy is AccessPolicies.Control or AccessPolicies.Service or AccessPolicies.Acme))
        {
            operation.Security ??= [];
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(DocumentDescription.BearerScheme, context.Document)] = [] });
        }

        return Task.CompletedTask;
    }

    private static void AddPathParameter(OpenApiOperation operation, string name)
    {
        operation.Parameters ??= [];
        if (operation.Parameters.All(parameter => parameter.Name != name))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex PathParameter();

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
