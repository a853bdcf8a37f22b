using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bookstore.AspNetCore;

/// <summary>Limits a chunked body that no handler reads. Without it the server reads such a body after the response, up to its own limit of 30 MB, or without a limit where the application has switched that off.</summary>
internal static class UnreadBody
{
    // The server counts the frames of the chunks as well: at worst five bytes for each one of the body.
    private const long FramesPerByte = 8;

    /// <summary>Lets the server close the connection of a request whose body is larger than the limit and is not read.</summary>
    public static void Limit(HttpContext context, int maxSize)
    {
        if (context.Request.Headers.TransferEncoding.Count > 0
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature
            && !(feature.MaxRequestBodySize <= maxSize))
        {
            feature.MaxRequestBodySize = maxSize;
        }
    }

    /// <summary>Lets a body of the limit be read, however it is sent.</summary>
    public static void Allow(HttpContext context, int maxSize)
    {
        var size = context.Request.ContentLength is null ? FramesPerByte * maxSize : maxSize;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature && feature.MaxRequestBodySize < size)
        {
            feature.MaxRequestBodySize = size;
        }
    }
}
