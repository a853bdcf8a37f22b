using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Bookstore.Operating;

/// <summary>A secret that an action made and the next page shows, once: it is kept encrypted in a cookie of two minutes, and removed by the page that shows it.</summary>
internal static class OnceSecret
{
    private const string CookieName = "bookstore-console-once";
    private const int IdSize = 16;
    private const int HeaderSize = sizeof(long) + IdSize;
    private const int MaxCookieLength = 1_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    /// <summary>Keeps a secret for the page of its subject.</summary>
    public static void Keep(ConsoleRequest request, Guid subject, string secret)
    {
        var content = new byte[HeaderSize + Encoding.UTF8.GetByteCount(secret)];
        BinaryPrimitives.WriteInt64BigEndian(content, request.Now.Add(Kept).ToUnixTimeSeconds());
        subject.TryWriteBytes(content.AsSpan(sizeof(long)));
        Encoding.UTF8.GetBytes(secret, content.AsSpan(HeaderSize));
        request.Context.Response.Cookies.Append(CookieName, WebEncoders.Base64UrlEncode(ProtectorOf(request).Protect(content)), CookieOf(request, Kept));
    }

    /// <summary>Takes the secret of a subject. Returns <see langword="null"/> when there is none, when it is of another subject, and after its time.</summary>
    public static string? Take(ConsoleRequest request, Guid subject)
    {
        if (request.Context.Request.Cookies[CookieName] is not { Length: > 0 and <= MaxCookieLength } text)
        {
            return null;
        }

        if (Unprotect(request, text) is not { Length: > HeaderSize } content || new Guid(content.AsSpan(sizeof(long), IdSize)) != subject)
        {
            return null;
        }

        request.Context.Response.Cookies.Delete(CookieName, CookieOf(request, null));
        return request.Now.ToUnixTimeSeconds() < BinaryPrimitives.ReadInt64BigEndian(content) ? Encoding.UTF8.GetString(content.AsSpan(HeaderSize)) : null;
    }

    private static byte[]? Unprotect(ConsoleRequest request, string text)
    {
        try
        {
            return ProtectorOf(request).Unprotect(WebEncoders.Base64UrlDecode(text));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    // For the person alone who did it.
    private static IDataProtector ProtectorOf(ConsoleRequest request) =>
        request.Context.RequestServices.GetDataProtector("Bookstore.Console", "Once.v1", request.Settings.Shop ?? string.Empty, request.Client.Name);

    private static CookieOptions CookieOf(ConsoleRequest request, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.Context.Request.IsHttps,
        Path = request.Base.Length == 0 ? "/" : request.Base,
        MaxAge = maxAge,
    };
}
