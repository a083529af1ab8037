using Microsoft.JSInterop;

namespace ITFrame.Console.Components.Shared;

/// <summary>
/// Keeps a list's filters in the page's address, so that it can be linked and gone back to. Not by navigation: what a control
/// reports late (the end of a pause in typing) would be a navigation back to the list for somebody who has just opened one of its items.
/// </summary>
internal static class PageAddress
{
    /// <summary>A query of the parameters that have a value; empty of none.</summary>
    public static string Query(params (string Name, string? Value)[] parameters)
        => QueryString.Create(parameters.Where(item => !string.IsNullOrEmpty(item.Value)).Select(item => KeyValuePair.Create(item.Name, item.Value))).Value ?? "";

    /// <summary>Replaces the query, if the reader is still on the page.</summary>
    public static async Task ReplaceQueryAsync(IJSRuntime script, string path, string query)
    {
        try
        {
            await using var module = await script.InvokeAsync<IJSObjectReference>("import", "./console.js");
            await module.InvokeVoidAsync("replaceQuery", path, query);
        }
        catch (JSDisconnectedException)
        {
            // The page was closed.
        }
    }
}
