using Bookstore.Contracts;
using Microsoft.Extensions.Options;

namespace Bookstore.Client.Http;

/// <summary>Adds the API key, read anew for each try, to requests that go to the configured host and nowhere else.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<BookstoreClientOptions> options, string name) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var settings = options.Get(name);
        if (settings.BaseAddress is { } home && request.RequestUri is { } address && IsSameOrigin(home, address))
        {
            request.Headers.Remove(BookstoreHeaders.ApiKey);
            request.Headers.TryAddWithoutValidation(BookstoreHeaders.ApiKey, settings.ApiKey);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static bool IsSameOrigin(Uri home, Uri address) =>
        Uri.Compare(home, address, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
