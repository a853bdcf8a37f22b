using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Reads the options from the section <c>Bookstore</c> of the application's configuration, if there is one.</summary>
/// <remarks>The section has other readers, such as the REST API: of the names that are not ours only those are refused that look like a slip. <c>Bookstore:WritePath</c> is ours alone.</remarks>
internal sealed class BookstoreConfiguration(IConfiguration? configuration) : IConfigureOptions<BookstoreOptions>
{
    private const string Section = "Bookstore";
    private const string WritePath = nameof(BookstoreOptions.WritePath);

    /// <summary>Sets what the section says.</summary>
    /// <exception cref="OptionsValidationException">Values cannot be read, or names are unknown: all of them are named.</exception>
    public void Configure(BookstoreOptions options)
    {
        if (configuration?.GetSection(Section) is not { } section || !section.Exists())
        {
            return;
        }

        var problems = new List<string>();
        ConfigurationNames.Check(section, ConfigurationNames.Options, onlySlips: true, problems);
        ConfigurationNames.Check(section.GetSection(WritePath), ConfigurationNames.WritePath, onlySlips: false, problems);
        if (problems.Count == 0)
        {
            Bind(section, options, problems);
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(BookstoreOptions), problems);
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
