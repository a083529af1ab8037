using System.Net;

namespace ITFrame.Console.LabControl;

/// <summary>
/// Lab control could not be reached or refused; the message is for the person at the page. <see cref="Status"/> is null where
/// there was no answer.
/// </summary>
internal sealed class LabControlException(string message, Exception? inner = null, HttpStatusCode? status = null) : Exception(message, inner)
{
    public HttpStatusCode? Status => status;
}
