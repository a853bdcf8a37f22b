using System.Buffers.Binary;
using System.Security.Cryptography;
using Bookstore.AspNetCore;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Bookstore.Operating;

/// <summary>The cookie of a person who signed in with an API key: the hash of the key and when the session ends, encrypted. The key itself is not in it.</summary>
internal static class ConsoleSession
{
    public const string CookieName = "bookstore-console";

    private const int TimeSize = sizeof(long);
    private const int Size = TimeSize + KeyHash.Size;
    private const int MaxCookieLength = 1_000;

    /// <summary>Finds the client of a request. Returns <see langword="null"/> without a session, after its end, and once its key was revoked.</summary>
    public static ApiClient? Find(HttpContext context, ConsoleSettings settings)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 and <= MaxCookieLength } text || Unprotect(context, settings, text) is not { Length: Size } content)
        {
            return null;
        }

        var endsAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(content));
        return settings.Time.GetUtcNow() < endsAt ? settings.Clients.Find(content.AsSpan(TimeSize)) : null;
    }

    /// <summary>Begins a session for a client with a key.</summary>
    public static void Begin(ConsoleRequest request, string key)
    {
        var content = new byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(content, request.Settings.Time.GetUtcNow().Add(request.Settings.SessionTime).ToUnixTimeSeconds());
        _ = KeyHash.TryCompute(key, content.AsSpan(TimeSize));
        request.Context.Response.Cookies.Append(
            CookieName, WebEncoders.Base64UrlEncode(ProtectorOf(request.Context, request.Settings).Protect(content)), CookieOf(request));
    }

    public static void End(ConsoleRequest request) => request.Context.Response.Cookies.Delete(CookieName, CookieOf(request));

    private static byte[]? Unprotect(HttpContext context, ConsoleSettings settings, string text)
    {
        try
        {
            return ProtectorOf(context, settings).Unprotect(WebEncoders.Base64UrlDecode(text));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static IDataProtector ProtectorOf(HttpContext context, ConsoleSettings settings) =>
        context.RequestServices.GetDataProtector("Bookstore.Console", "Session.v1", settings.Shop ?? string.Empty);

    private static CookieOptions CookieOf(ConsoleRequest request) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.Context.Request.IsHttps,
        Path = request.Base.Length == 0 ? "/" : request.Base,
    };
}
