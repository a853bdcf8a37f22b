using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Bookstore.Client.Http;

/// <summary>Has the options made anew whenever a configuration is reloaded, so that a new API key is used from the next try on.</summary>
internal sealed class ReloadedConfiguration(string name, IConfiguration? configuration) : IOptionsChangeTokenSource<BookstoreClientOptions>
{
    public string Name => name;

    public IChangeToken GetChangeToken() => configuration?.GetReloadToken() ?? new CancellationChangeToken(CancellationToken.None);
}
