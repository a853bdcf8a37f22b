using System.Runtime.InteropServices;

namespace Bookstore;

/// <summary>When an authorization ends by itself, and when the notice of it is written.</summary>
/// <param name="Until">Until when the amount is held.</param>
/// <param name="NoticeAt">When the notice is written, in the store's time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AuthorizationEnd(DateTimeOffset Until, DateTimeOffset NoticeAt)
{
    public static AuthorizationEnd? Of(DateTimeOffset? until, BookstoreOptions options) =>
        until?.ToUniversalTime() is { } end ? new AuthorizationEnd(end, end.Minus(options.AuthorizationExpiryNotice)) : null;
}
