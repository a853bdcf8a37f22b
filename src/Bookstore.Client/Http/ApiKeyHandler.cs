using Bookstore.Contracts;

namespace Bookstore.Client.Http;

/// <summary>Adds the API key, read anew for each try, to requests that go to the configured host and nowhere else.</summary>
internal sealed class ApiKeyHandler(CurrentOptions options) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (options.First.BaseAddress is { } home && request.RequestUri is { } address && IsSameOrigin(home, address))
        {
            request.Headers.Remove(BookstoreHeaders.ApiKey);
            request.Headers.TryAddWithoutValidation(BookstoreHeaders.ApiKey, options.Value.ApiKey);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static bool IsSameOrigin(Uri home, Uri address) =>
        Uri.Compare(home, address, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
