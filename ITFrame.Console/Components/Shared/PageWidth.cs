using Microsoft.JSInterop;

namespace ITFrame.Console.Components.Shared;

/// <summary>Whether the browser's window is narrow, and when that changes.</summary>
internal sealed class PageWidth : IDisposable
{
    private readonly IJSObjectReference _module;
    private readonly DotNetObjectReference<PageWidth> _self;
    private readonly Func<bool, Task> _changed;

    private PageWidth(IJSObjectReference module, Func<bool, Task> changed)
    {
        _module = module;
        _changed = changed;
        _self = DotNetObjectReference.Create(this);
    }

    public static async Task<PageWidth?> WatchAsync(IJSRuntime script, Func<bool, Task> changed)
    {
        try
        {
            var module = await script.InvokeAsync<IJSObjectReference>("import", "./console.js");
            var width = new PageWidth(module, changed);
            await changed(await module.InvokeAsync<bool>("watchWidth", width._self));
            return width;
        }
        catch (Exception exception) when (exception is JSDisconnectedException or TaskCanceledException)
        {
            // The page was closed while it was being opened.
            return null;
        }
    }

    [JSInvokable]
    public Task SetNarrow(bool narrow) => _changed(narrow);

    /// <summary>Gives the focus to the element with a key.</summary>
    public async ValueTask FocusAsync(string key)
    {
        try
        {
            await _module.InvokeVoidAsync("focusKey", key);
        }
        catch (JSDisconnectedException)
        {
            // The page was closed.
        }
    }

    public void Dispose() => _self.Dispose();
}
