using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bookstore.AspNetCore;

/// <summary>Takes a request's body in, at most so much of it, and reads it.</summary>
internal static class RequestBody
{
    private const int InitialSize = 2_048;
    private const int MaxInitialSize = 16_384;

    // Kept by the thread for the next body, as long as it has none.
    [ThreadStatic]
    private static FieldErrors? _noErrors;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a JSON body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="invalidCode">The code of the problem when the body is not valid.</param>
    /// <returns>What it says, or why it is refused.</returns>
    public static async ValueTask<(T? Value, ApiProblem? Problem)> ReadAsync<T>(HttpContext context, ApiSettings settings, string invalidCode)
        where T : class
    {
        var request = context.Request;
        if (!IsJson(request))
        {
            return (null, Problems.UnsupportedMediaType);
        }

        var maxSize = settings.MaxBodySize;
        UnreadBody.Allow(context, maxSize);

        // It grows with what arrives: what is announced costs its sender nothing.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength ?? InitialSize, MaxInitialSize) + 1);
        var length = 0;
        var taken = 0;
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length > maxSize)
                {
                    return (null, Problems.BodyTooLarge(maxSize));
                }

                if (length == buffer.Length)
                {
                    if (!settings.Bodies.TryTake(length))
                    {
                        return (null, Problems.TooMuchInMemory);
                    }

                    taken += length;
                    buffer = Grow(buffer, length);
                }
            }

            var book = Isbn.TryParseArticle(request.RouteValues["isbn"] as string, out var isbn) ? isbn : (Isbn?)null;
            return Parse<T>(buffer.AsSpan(0, length), invalidCode, new BodyAddress(book is null ? settings.DefaultCurrency : null, book));
        }
        catch (IOException exception) when (exception is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            // A malformed chunk.
            return (null, Problems.Invalid(invalidCode, Problems.CutOff));
        }
        finally
        {
            settings.Bodies.Return(taken);
            Release(buffer, length);
        }
    }

    private static (T? Value, ApiProblem? Problem) Parse<T>(ReadOnlySpan<byte> utf8, string invalidCode, BodyAddress address)
        where T : class
    {
        // A byte order mark is no part of the text (RFC 8259, section 8.1).
        utf8 = utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;
        if (utf8.IsEmpty && !BodyContract<T>.Rules.HasRequired)
        {
            utf8 = "{}"u8;
        }

        if (utf8.IsEmpty)
        {
            return (null, Problems.Invalid(invalidCode, "A JSON body is required.", string.Empty, "is required"));
        }

        if (!Utf8.IsValid(utf8))
        {
            return (null, Problems.Invalid(invalidCode, "The body is not valid UTF-8.", string.Empty, "must be UTF-8"));
        }

        try
        {
            var errors = _noErrors ?? new FieldErrors();
            _noErrors = null;
            BodyReader.Check(utf8, BodyContract<T>.Rules, address, errors);
            if (errors.Any)
            {
                return (null, Problems.Invalid(invalidCode, Problems.InvalidBody, errors));
            }

            _noErrors = errors;
            return (JsonSerializer.Deserialize(utf8, BodyContract<T>.Type), null);
        }
        catch (JsonException exception)
        {
            // The exception's own text may quote the body, which may hold a card number.
            var place = string.Create(CultureInfo.InvariantCulture, $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
            return (null, Problems.Invalid(invalidCode, $"The body is not valid JSON, or nested too deeply: {place}.", string.Empty, "must be JSON"));
        }
    }

    private static bool IsJson(HttpRequest request)
    {
        var encoding = request.Headers.ContentEncoding;
        if (encoding.Count > 0 && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var contentType = request.ContentType;
        if (string.Equals(contentType, "application/json", StringComparison.OrdinalIgnoreCase) || string.Equals(contentType, "application/json; charset=utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // Where there is no body, there is no type of it to be wrong.
        return string.IsNullOrEmpty(contentType)
            ? request.ContentLength == 0 || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            : MediaTypeHeaderValue.TryParse(contentType, out var type) && IsJson(type);
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        Release(buffer, length);
        return larger;
    }

    // A body may hold a card number: the next user of the array must not see it.
    private static void Release(byte[] buffer, int length)
    {
        buffer.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
