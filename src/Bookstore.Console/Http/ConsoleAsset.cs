using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Bookstore.Operating;

/// <summary>The stylesheet, the script or the icon. Its address has its hash, so that browsers keep it until it is another one.</summary>
internal sealed class ConsoleAsset
{
    private readonly byte[] _content;
    private readonly string _contentType;

    private ConsoleAsset(string name, string contentType)
    {
        using var stream = typeof(ConsoleAsset).Assembly.GetManifestResourceStream(name)!;
        _content = new byte[stream.Length];
        stream.ReadExactly(_content);
        _contentType = contentType;
        var hash = Convert.ToHexStringLower(SHA256.HashData(_content).AsSpan(0, 8));
        Path = $"assets/{hash}-{name}";
    }

    public static ConsoleAsset Style { get; } = new("console.css", "text/css; charset=utf-8");

    public static ConsoleAsset Script { get; } = new("console.js", "text/javascript; charset=utf-8");

    /// <summary>The icon of a tab. Pages name it, so that browsers do not ask the application for <c>/favicon.ico</c>.</summary>
    public static ConsoleAsset Favicon { get; } = new("console.svg", "image/svg+xml");

    /// <summary>Its path below the console.</summary>
    public string Path { get; }

    public async Task SendAsync(HttpContext context)
    {
        ConsoleHeaders.Write(context.Response);
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.ContentType = _contentType;
        context.Response.ContentLength = _content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(_content, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
