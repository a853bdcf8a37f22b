using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Operating;

/// <summary>Reads the forms that pages of the console send back.</summary>
internal static class ConsoleForms
{
    private const int MaxSize = 131_072;

    /// <summary>Reads a form with a valid token. Returns <see langword="null"/> for a form that no page of the console made, or that cannot be read.</summary>
    public static async ValueTask<IFormCollection?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxSize || !context.Request.HasFormContentType)
        {
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxSize;
        }

        try
        {
            await context.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(context).ConfigureAwait(false);
            return await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is AntiforgeryValidationException or InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
