using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Validation;

/// <summary>What is wrong with a request's fields, by their JSON names.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, List<string>> _errors = [];

    public bool Any => _errors.Count > 0;

    public IReadOnlyCollection<string> Fields => _errors.Keys;

    public void Add(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var messages))
        {
            _errors.Add(field, messages = []);
        }

        messages.Add(message);
    }

    /// <summary>422 rather than 400: the JSON was understood, its content cannot be accepted.</summary>
    public ProblemHttpResult ToProblem()
        => TypedResults.Problem(new HttpValidationProblemDetails(_errors.ToDictionary(error => error.Key, error => error.Value.ToArray()))
        {
            Status = StatusCodes.Status422UnprocessableEntity,
            Title = "One or more fields are not valid.",
        });
}
