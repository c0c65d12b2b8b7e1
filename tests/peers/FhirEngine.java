// Judges FHIR resources, JSON Lines on stdin, by HL7's own validator, offline and without a terminology server.
//
//   java -cp 'JARS/*' tests/peers/FhirEngine.java r5|r4b [DEFINITION…] < RESOURCES
//
// Each DEFINITION is a file with one more StructureDefinition, CodeSystem or ValueSet that it shall know. A line is
// printed for each resource, as fhir_verdicts.mjs says; there are issues of severity information too.
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

public class FhirEngine {

  static Map<String, String> issue(SingleValidationMessage message) {
    ResultSeverityEnum severity = message.getSeverity();
    return Map.of(
        "severity",
        severity == ResultSeverityEnum.FATAL ? "error" : severity.getCode(),
        "message",
        message.getLocationString() + ": " + message.getMessageId() + ": " + message.getMessage());
  }

  /** Returns the issues of a resource; that the validator itself fails is one of them. */
  static List<Map<String, String>> issues(FhirValidator validator, String resource) {
    try {
      List<SingleValidationMessage> messages = validator.validateWithResult(resource).getMessages();
      return messages.stream().map(FhirEngine::issue).collect(Collectors.toList());
    } catch (RuntimeException exception) {
      return List.of(Map.of("severity", "error", "message", "the validator fails: " + exception));
    }
  }

  public static void main(String[] arguments) throws Exception {
    FhirContext context = arguments[0].equals("r5") ? FhirContext.forR5() : FhirContext.forR4B();
    PrePopulatedValidationSupport more = new PrePopulatedValidationSupport(context);
    for (String file : List.of(arguments).subList(1, arguments.length)) {
      more.addResource(context.newJsonParser().parseResource(Files.readString(Path.of(file))));
    }
    FhirInstanceValidator engine =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                more,
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new SnapshotGeneratingValidationSupport(context)));
    engine.setAnyExtensionsAllowed(false);
    engine.setErrorForUnknownProfiles(true);
    FhirValidator validator = context.newValidator().registerValidatorModule(engine);
    Gson gson = new Gson();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> resources = in.lines().filter(line -> !line.isEmpty()).collect(Collectors.toList());
    // Each core judges some; the order stays.
    resources.parallelStream()
        .map(line -> gson.toJson(issues(validator, line)))
        .collect(Collectors.toList())
        .forEach(System.out::println);
  }
}
