package org.openimr.operation.casefile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.operation.AlreadySubmittedException;
import org.openimr.operation.access.Caller;

/**
 * Where cases are kept.
 *
 * <p>What a caller is not party to looks as if it did not exist. Every write is a transaction: all
 * of it is stored, or nothing.
 */
public interface CaseStore {

  /**
   * Loads a case.
   *
   * @param caller who asks
   * @param id the id of the case Task, without type
   * @return the case and all that belongs to it, in the latest versions
   * @throws NoSuchCaseException if there is no such case, or the caller is not party to it
   */
  CaseFile load(Caller caller, String id);

  /**
   * Loads a case as it was known at a time.
   *
   * @param caller who asks; what the caller sees of the case now is what is told of it
   * @param id the id of the case Task, without type
   * @param knownAt the time
   * @return the case and what belonged to it then, in the versions of then; empty if it was stored
   *     later
   * @throws NoSuchCaseException if there is no such case, or the caller is not party to it
   */
  Optional<CaseFile> load(Caller caller, String id, Instant knownAt);

  /**
   * Reads stored resources that a caller may refer to.
   *
   * @param caller who asks
   * @param references relative references, such as {@code Organization/dmhc}
   * @return the resources that exist and that the caller is party to, by reference
   */
  Map<String, Resource> read(Caller caller, Set<String> references);

  /**
   * Finds cases that are about the same dispute as a case.
   *
   * @param caller who asks
   * @param id the id of the case Task, without type; of a case that the caller is party to
   * @return those that the caller is party to, and no others
   */
  List<RelatedCase> related(Caller caller, String id);

  /**
   * Finds the roles of people, whoever stored them.
   *
   * @param people relative references to Practitioners
   * @param identifiers identifiers of Practitioners, each as {@code system|value}
   * @return all roles of Practitioners who are referred to so, or have one of the identifiers
   */
  List<PractitionerRole> roles(Set<String> people, Set<String> identifiers);

  /**
   * Finds the seats that reviewers have or had, whoever stored them.
   *
   * @param roles relative references to PractitionerRoles
   * @return the Tasks
   */
  List<Task> seats(Set<String> roles);

  /**
   * Finds Tasks of a kind that bear a tag.
   *
   * @param code a code of {@code imr-task-type}
   * @param system the system of the tag
   * @param tag the code of the tag
   * @return the Tasks, whoever stored them
   */
  List<Task> marked(String code, String system, String tag);

  /**
   * Finds cases by a number: of the case, of a request for its records, of the disputed claim or
   * service, or of the answer to it.
   *
   * @param caller who asks
   * @param number the number; one without system may be of any
   * @return the ids of the case Tasks that the caller is party to
   */
  List<String> tracked(Caller caller, Identifier number);

  /**
   * Finds what an organization submitted earlier under an identifier.
   *
   * @param organization the id of the submitting organization
   * @param identifier the identifier of the submitted Bundle
   * @return the earlier submission, or empty
   */
  Optional<EarlierSubmission> submission(String organization, SubmissionIdentifier identifier);

  /**
   * Stores a new case.
   *
   * @param submission the case
   * @return the case as stored; of several that come at once under one identifier only one is
   *     stored
   * @throws AlreadySubmittedException if another one under the same identifier was stored before
   */
  CaseFile submit(NewSubmission submission);

  /**
   * Stores an issued packet and, with it, what changes in its case.
   *
   * @param packet the packet, with the id that it is to have
   * @param changes a transaction Bundle, as in {@link #save}
   * @return the packet as stored
   * @throws StaleCaseException if the case has changed, or the packet is stored already
   */
  Bundle issue(Bundle packet, Bundle changes);

  /**
   * Stores changes of a case and of what belongs to it.
   *
   * @param caller who changes it
   * @param transaction a transaction Bundle; an entry with {@code ifMatch} fails unless that is the
   *     latest version
   * @throws StaleCaseException if an entry's version is not the latest
   */
  void save(Caller caller, Bundle transaction);

  /**
   * Works on a case while nobody else holds it, one after the other; what is saved meanwhile is
   * stored with the whole of the work, or not at all. Work that loses the case to somebody who
   * changed it without holding it is done again.
   *
   * @param id the id of the case Task, without type
   * @param work what is done
   * @param <T> what comes of it
   * @return what comes of it
   * @throws StaleCaseException if others held it, or changed it, for too long
   */
  <T> T holding(String id, Supplier<T> work);

  /**
   * Stores changes as {@link #save} does, of resources whose tags are meant to be all that they
   * have: those that they had before and have no more are taken away.
   *
   * @param caller who changes it
   * @param transaction a transaction Bundle
   * @throws StaleCaseException if an entry's version is not the latest
   */
  void saveWithTags(Caller caller, Bundle transaction);
}
