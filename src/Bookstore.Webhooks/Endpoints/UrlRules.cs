using System.Net;

namespace Bookstore.Webhooks;

/// <summary>Which addresses an endpoint may have. What a name resolves to is checked when a connection is made, see <see cref="AddressRules"/>.</summary>
internal static class UrlRules
{
    /// <summary>What is wrong with an address; <see langword="null"/> when nothing is. The address is not repeated: it may hold a password.</summary>
    public static string? ProblemOf(string? text, WebhookOptions options)
    {
        if (string.IsNullOrEmpty(text) || text.Length > WebhookSettings.MaxUrlLength)
        {
            return $"It must have 1 to {WebhookSettings.MaxUrlLength} characters.";
        }

        if (text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.Contains('\\', StringComparison.Ordinal) || !Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return "It must be an absolute address of visible ASCII characters, such as https://shop.example/hooks. Write other letters of a host as xn--, and of a path with %.";
        }

        return SchemeProblem(url, options)
            ?? (url.UserInfo.Length > 0 || text.Contains('@', StringComparison.Ordinal) ? "It must have no user and no password, and no @. The signature is what a receiver checks."
            : text.Contains('#', StringComparison.Ordinal) ? "It must have no fragment."
            : HostProblem(url, options));
    }

    private static string? SchemeProblem(Uri url, WebhookOptions options) =>
        url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && options.AllowHttp) ? null
        : options.AllowHttp ? "It must begin with https:// or http://."
        : "It must begin with https://.";

    private static string? HostProblem(Uri url, WebhookOptions options)
    {
        if (url.Host.Length == 0 || url.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic)
        {
            return "Its host is none.";
        }

        if (options.AllowPrivateAddresses)
        {
            return null;
        }

        if (!url.IsDefaultPort)
        {
            return "It must have the default port. Leave the port out.";
        }

        return IsPrivate(url) ? "Its host must be public, and not this machine or an address of an internal network." : null;
    }

    private static bool IsPrivate(Uri url)
    {
        var host = url.DnsSafeHost.TrimEnd('.');
        return IPAddress.TryParse(host, out var address)
            ? !AddressRules.IsPublic(address)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || !host.Contains('.', StringComparison.Ordinal);
    }
}
