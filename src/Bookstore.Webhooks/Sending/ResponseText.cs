using System.Text;

namespace Bookstore.Webhooks;

/// <summary>Reads the beginning of a response, as a text that every store can keep.</summary>
internal static class ResponseText
{
    /// <summary>Reads up to <see cref="WebhookDelivery.MaxResponseLength"/> bytes. The end of a short response is read as well, so that its connection can be used again.</summary>
    public static async ValueTask<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var bytes = new byte[WebhookDelivery.MaxResponseLength + 1];
        var length = 0;
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (length < bytes.Length && await stream.ReadAsync(bytes.AsMemory(length), cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                length += read;
            }
        }

        return Clean(Encoding.UTF8.GetString(bytes, 0, Math.Min(length, WebhookDelivery.MaxResponseLength)));
    }

    private static string Clean(string text) => string.Create(text.Length, text, static (clean, from) =>
    {
        for (var i = 0; i < clean.Length; i++)
        {
            clean[i] = char.IsControl(from[i]) && from[i] is not ('\t' or '\n' or '\r') ? '\uFFFD' : from[i];
        }
    });
}
