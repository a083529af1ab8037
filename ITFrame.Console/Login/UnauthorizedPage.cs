using System.Net;

namespace ITFrame.Console.Login;

/// <summary>What someone sees who comes without the cookie; it needs no script and no style sheet.</summary>
internal static class UnauthorizedPage
{
    public static Task WriteAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync($$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>ITFrame console: log in</title>
              <style>
                :root { color-scheme: light dark }
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem }
                code { background: light-dark(#eee, #333); padding: .1em .3em; border-radius: 3px }
              </style>
            </head>
            <body>
              <h1>ITFrame console</h1>
              <p>{{WebUtility.HtmlEncode(reason)}}</p>
              <p>Open the URL that the lab printed when it started; it ends in <code>/login?t=…</code> and logs this browser in.</p>
              <p>The console runs on its own? Then it printed the URL itself, unless <code>Console:Token</code> is set.</p>
            </body>
            </html>
            """, context.RequestAborted);
    }
}
