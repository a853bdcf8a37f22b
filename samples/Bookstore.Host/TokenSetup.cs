namespace Bookstore.Samples;

/// <summary>Bearer tokens beside API keys.</summary>
internal static class TokenSetup
{
    private const string Section = "Authentication:Schemes:Bearer";
    private static readonly TimeSpan KeyRefreshInterval = TimeSpan.FromSeconds(30);

    /// <summary>Accepts bearer tokens when the configuration says whose: <c>Authentication:Schemes:Bearer</c> with <c>Authority</c> and <c>ValidAudience</c>, for example.</summary>
    public static void AcceptBearerTokens(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Section);
        if (!section.Exists())
        {
            return;
        }

        if (!HasAudience(section))
        {
            throw new HostSetupException($"{Section} names no audience. Set {Section}:ValidAudience to the audience that its tokens have for this API.");
        }

        builder.Services.AddAuthentication().AddJwtBearer(options =>
        {
            // The configuration turns off what it does not name. With an authority, its metadata names the issuer.
            options.TokenValidationParameters.ValidateIssuer = true;
            options.TokenValidationParameters.ValidateAudience = true;

            // Keys are read again when a token names an unknown one, at most this often: an issuer that rotates its key is not kept waiting by tokens that a stranger made up.
            options.RefreshInterval = KeyRefreshInterval;
        });
    }

    private static bool HasAudience(IConfigurationSection section) =>
        section["ValidAudience"] is { Length: > 0 } || section.GetSection("ValidAudiences").GetChildren().Any();
}
