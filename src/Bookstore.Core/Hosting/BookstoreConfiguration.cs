using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Reads the options from the application's configuration, if it has them: those of the shop without a name from the section <c>Bookstore</c>, those of another from <c>Bookstore:Shops:name</c>.</summary>
/// <remarks>The sections have other readers, such as the REST API: of the names that are not ours only those are refused that look like a slip. <c>WritePath</c>, <c>Events</c> and <c>Returns</c> are ours alone.</remarks>
internal sealed class BookstoreConfiguration(IConfiguration? configuration) : IConfigureNamedOptions<BookstoreOptions>
{
    private const string Section = "Bookstore";
    private const string Shops = "Shops";
    private const string WritePath = nameof(BookstoreOptions.WritePath);

    /// <summary>Sets what the section of the shop without a name says.</summary>
    public void Configure(BookstoreOptions options) => Configure(Options.DefaultName, options);

    /// <summary>Sets the name of a shop that has one, and what its section says.</summary>
    /// <exception cref="OptionsValidationException">Values cannot be read, or names are unknown: all of them are named.</exception>
    public void Configure(string? name, BookstoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var isUnnamed = string.IsNullOrEmpty(name);
        if (!isUnnamed)
        {
            options.ShopName = name;
        }

        if (configuration?.GetSection(isUnnamed ? Section : $"{Section}:{Shops}:{name}") is not { } section || !section.Exists())
        {
            return;
        }

        var problems = new List<string>();
        ConfigurationSlips.Check(section, ConfigurationNames.Options, onlySlips: true, problems);
        ConfigurationSlips.Check(section.GetSection(WritePath), ConfigurationNames.WritePath, onlySlips: false, problems);
        ConfigurationSlips.Check(section.GetSection(nameof(BookstoreOptions.Events)), ConfigurationNames.Events, onlySlips: false, problems);
        ConfigurationSlips.Check(section.GetSection(nameof(BookstoreOptions.Returns)), ConfigurationNames.Returns, onlySlips: false, problems);
        if (problems.Count == 0)
        {
            Bind(section, options, problems);
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(name ?? Options.DefaultName, typeof(BookstoreOptions), problems);
        }
    }

    private static void Bind(IConfigurationSection section, BookstoreOptions options, List<string> problems)
    {
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            // It names the key and the type, and may quote the value; none of the values here is a secret.
            problems.Add($"{exception.Message} {exception.InnerException?.Message}".TrimEnd());
        }
    }
}
