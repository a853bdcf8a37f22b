namespace Bookstore.Samples;

/// <summary>The page at <c>/</c>: where everything is.</summary>
internal static class FirstPage
{
    public const string Usage = """
        Usage: dotnet run --project samples/Bookstore.Host -- [--Section:Option VALUE ...]

          --urls ADDRESS                           where to listen (http://localhost:5001)
          --Bookstore:Store KIND                   sqlite, postgresql or memory (sqlite)
          --ConnectionStrings:Bookstore TEXT       the database (Data Source=bookstore.db)
          --Bookstore:Payments:Provider KIND       stripe or simulated; needed outside Development

        Every option can be set in the environment instead, such as Bookstore__Store. BOOKSTORE_API_KEY is the key of a client with every role;
        without it, in Development only, secret123 stands in. docs/rest.md lists the other options.
        """;

    private const string Html = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Bookstore</title><style>body{font-family:sans-serif;margin:3em auto;max-width:40em;line-height:1.6}</style></head>
        <body>
        <h1>Bookstore</h1>
        <p>This host sells books over a REST API under <code>/api</code>. Every request needs the header <code>X-API-Key</code>.</p>
        <ul>
        <li><a href="/openapi.yaml">Its OpenAPI description</a></li>
        <li><a href="/health/ready">Is the host ready?</a></li>
        </ul>
        </body>
        </html>
        """;

    public static void MapFirstPage(this WebApplication app)
    {
        var links = (app.HasConsole() ? "<li><a href=\"/console/\">Operate the shop: the console</a></li>\n" : string.Empty) + (app.HasPages() ? "<li><a href=\"/docs\">Try the API</a></li>\n" : string.Empty);
        var page = Html.Replace("<ul>\n", "<ul>\n" + links, StringComparison.Ordinal);
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], (HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";
            return Results.Content(page, "text/html; charset=utf-8");
        }).ExcludeFromDescription();
        app.RefuseOtherMethods("/");
    }
}
