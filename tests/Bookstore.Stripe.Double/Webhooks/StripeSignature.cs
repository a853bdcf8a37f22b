using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bookstore.Stripe.Double.Webhooks;

/// <summary>The header <c>Stripe-Signature</c> of a webhook.</summary>
public static class StripeSignature
{
    /// <summary>The header's name.</summary>
    public const string Header = "Stripe-Signature";

    /// <summary>Signs a body with each of the secrets, as Stripe does while a secret is rotated.</summary>
    public static string Of(string body, DateTimeOffset time, params ReadOnlySpan<string> secrets)
    {
        var seconds = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var header = new StringBuilder("t=").Append(seconds);
        foreach (var secret in secrets)
        {
            var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
            header.Append(",v1=").Append(Convert.ToHexStringLower(signature));
        }

        return header.ToString();
    }
}
