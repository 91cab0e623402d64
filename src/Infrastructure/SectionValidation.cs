using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FlashFlow.Infrastructure;

/// <summary>Checks options against their annotations and names each wrong value by its key.</summary>
internal sealed class SectionValidation<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var defects = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new(options), defects, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(defects.Select(defect => $"{section}:{defect.MemberNames.First()}: {defect.ErrorMessage}"));
    }
}
