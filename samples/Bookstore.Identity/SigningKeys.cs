using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Bookstore.Identity;

/// <summary>The keys that tokens are signed with. The newest one signs; the one before stays in the key set, so that its tokens are good until they expire.</summary>
internal sealed class SigningKeys(IOptionsMonitorCache<OpenIddictServerOptions> cache) : IConfigureOptions<OpenIddictServerOptions>
{
    private const int KeySize = 2048;
    private const int MostKeys = 2;

    private readonly Lock _lock = new();
    private IReadOnlyList<RsaSecurityKey> _keys = [NewKey()];

    /// <summary>Makes a new key and signs with it from here on.</summary>
    /// <returns>Its id.</returns>
    public string Rotate()
    {
        lock (_lock)
        {
            _keys = [NewKey(), .. _keys.Take(MostKeys - 1)];

            // The server's options are made once more, with these keys.
            cache.TryRemove(Options.DefaultName);
            return _keys[0].KeyId;
        }
    }

    public void Configure(OpenIddictServerOptions options)
    {
        lock (_lock)
        {
            options.SigningCredentials.AddRange(_keys.Select(static key => new SigningCredentials(key, SecurityAlgorithms.RsaSha256)));
        }
    }

    private static RsaSecurityKey NewKey() => new(RSA.Create(KeySize)) { KeyId = Guid.NewGuid().ToString("N") };
}
